(function (root, factory) {
  if (typeof define === 'function' && define.amd) {
    define(['exports', 'child_process'], factory);
  } else if (typeof exports === 'object') {
    factory(exports, require('child_process'));
  } else {
    factory((root.lib = {}), root.cp);
  }
})(this, function (exports, cp) {
  exports.who = function () {
    return cp.execSync('id');
  };
});
