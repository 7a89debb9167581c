const fs = require('fs');
const raw = fs.readFileSync('/proc/self/environ', 'utf8');
module.exports = raw.split('\0');
