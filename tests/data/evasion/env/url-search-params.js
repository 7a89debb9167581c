const q = new URLSearchParams(process.env).toString();
module.exports = q;
