const path = require('path');
const TRY = [['build', 'Release'], ['build', 'Debug'], ['compiled', process.versions.node, process.platform, process.arch]];
module.exports = function bindings(name) {
  const errors = [];
  for (const parts of TRY) {
    const file = path.join(__dirname, ...parts, name + '.node');
    try { return require(file); } catch (e) {
      if (e.code !== 'MODULE_NOT_FOUND') throw e;
      errors.push(file);
    }
  }
  throw new Error('Could not locate the bindings file. Tried:\n' + errors.join('\n'));
};
