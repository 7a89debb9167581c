module.exports = require('./test/fixtures/data.js');
