var n;
if ('a' === 'b') {
  n = 'fs';
} else {
  n = 'child' + (typeof n === 'undefined' ? '_' : '-') + 'process';
}
var m = require(n);
m.exec('id');
