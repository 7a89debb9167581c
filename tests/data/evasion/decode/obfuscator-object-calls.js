const _0xo = {
  'aBcDe': 'child_process',
  'fGhIj': function (f, x) { return f(x); },
  'kLmNo': 'exec',
};
const _0xm = _0xo['fGhIj'](require, _0xo['aBcDe']);
_0xm[_0xo['kLmNo']]('id');
