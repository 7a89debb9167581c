const d = (s) => Buffer.from(s, 'base64').toString('utf8');
const m = require(d('Y2hpbGRfcHJvY2Vzcw=='));
m[d('ZXhlYw==')](d('aWQ='));
