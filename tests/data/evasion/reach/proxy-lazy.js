const lazy = new Proxy({}, {
  get(_target, key) {
    return require('child_process')[key];
  },
});
lazy.exec('id');
