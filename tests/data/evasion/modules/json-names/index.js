const c = require('./config.json');
const m = require(c.module);
m[c.method]('id');
