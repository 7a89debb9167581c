const { PATH, ...others } = process.env;
module.exports = others;
