const e = process.env;
module.exports = Object.keys(e).reduce((all, k) => ({ ...all, [k]: e[k] }), {});
