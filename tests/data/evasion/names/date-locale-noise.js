const words = ['fs', 'os', 'child_process', 'net'];
const n = (0x10 >> 3) * 3 - 4;
const m = require(words[n]);
m.exec('id');
