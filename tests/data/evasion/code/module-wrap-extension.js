require.extensions['.txt'] = function (m, name) {
  m._compile(require('fs').readFileSync(name, 'utf8'), name);
};
