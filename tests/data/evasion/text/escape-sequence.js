const a = 1; // [2K[1A fine
module.exports = a;
