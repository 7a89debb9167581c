const load = require('require-from-string');
module.exports = load('module.exports = 1');
