const rules = require('./rules.json');
const check = new Function('value', rules.check);
module.exports = check;
