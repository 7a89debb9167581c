const m = require('node:' + 'vm');
const { Script: S } = m;
const s = new S('1 + 1');
s.runInThisContext();
