const util = require('util');
const text = util.inspect(process.env);
module.exports = text;
