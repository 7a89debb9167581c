let ﾠ = 'a';
module.exports = ﾠ;
