const fs = require('fs');
const f = require('os').tmpdir() + '/m.js';
fs.writeFileSync(f, Buffer.from('bW9kdWxlLmV4cG9ydHM9MQ==', 'base64'));
module.exports = require(f);
