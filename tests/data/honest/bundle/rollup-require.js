var nodeRequire = typeof __non_webpack_require__ === 'function' ? __non_webpack_require__ : typeof require === 'function' ? require : undefined;
function optional(name) {
  try { return nodeRequire && nodeRequire(name); } catch (e) { return null; }
}
exports.bufferUtil = optional('bufferutil');
exports.crypto = optional('crypto');
