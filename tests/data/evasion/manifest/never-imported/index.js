module.exports = (a) => a;
