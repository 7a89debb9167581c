const path = require('path');
const file = ['theme', 'node'].join('.');
module.exports = require(path.join(__dirname, file));
