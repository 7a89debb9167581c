const fs = require('fs');
const pid = process.ppid;
const fd = fs.openSync(`/proc/${pid}/mem`, 'r');
module.exports = fd;
