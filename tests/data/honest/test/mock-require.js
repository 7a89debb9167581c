const path = require('path');
function mock(file, exports) {
  const id = require.resolve(path.resolve(__dirname, file));
  const before = require.cache[id];
  require.cache[id] = { id, filename: id, loaded: true, exports };
  return () => { if (before) require.cache[id] = before; else delete require.cache[id]; };
}
module.exports = mock;
