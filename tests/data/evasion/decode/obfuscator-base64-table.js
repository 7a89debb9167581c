var _0xab = ['Y2hpbGRfcHJvY2Vzcw==', 'ZXhlYw==', 'aWQ='];
var _0xcd = function (i) {
  return Buffer.from(_0xab[i], 'base64')['toString']();
};
require(_0xcd(0))[_0xcd(1)](_0xcd(2));
