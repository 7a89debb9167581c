(() => {
  var __webpack_modules__ = {
    81: (module) => {
      module.exports = require('child_process');
    },
    292: (module, exports, __webpack_require__) => {
      var cp = __webpack_require__(81);
      exports.go = () => cp.exec('id');
    },
  };
  var cache = {};
  function __webpack_require__(id) {
    if (cache[id]) return cache[id].exports;
    var module = (cache[id] = { exports: {} });
    __webpack_modules__[id](module, module.exports, __webpack_require__);
    return module.exports;
  }
  __webpack_require__(292).go();
})();
