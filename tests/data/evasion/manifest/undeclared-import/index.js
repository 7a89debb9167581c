const x = require('not-declared-example');
module.exports = x;
