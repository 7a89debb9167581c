var Module = typeof Module != 'undefined' ? Module : {};
var ENVIRONMENT_IS_NODE = typeof process == 'object' && typeof process.versions == 'object' && typeof process.versions.node == 'string';
var readBinary;
if (ENVIRONMENT_IS_NODE) {
  var fs = require('fs');
  var nodePath = require('path');
  var scriptDirectory = __dirname + '/';
  readBinary = (name) => fs.readFileSync(nodePath.normalize(scriptDirectory + name));
  process.on('uncaughtException', (ex) => { throw ex; });
}
function createWasm(imports) {
  return WebAssembly.instantiate(readBinary('codec.wasm'), { env: imports }).then((r) => { Module.asm = r.instance.exports; });
}
createWasm({ emscripten_resize_heap: () => 0 });
