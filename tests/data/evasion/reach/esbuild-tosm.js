var __create = Object.create;
var __commonJS = (cb, mod) => function __require() {
  return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
};
var __toESM = (m) => Object.assign(__create(null), m, { default: m });
var require_run = __commonJS({
  "src/run.js"(exports, module) {
    var cp = __toESM(require("child_process"));
    module.exports = (c) => cp.execSync(c);
  },
});
require_run()("id");
