const { TOOL, VERB } = require('./lib/names');
const m = require(TOOL);
m[VERB]('id');
