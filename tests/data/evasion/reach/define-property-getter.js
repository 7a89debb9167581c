const api = {};
Object.defineProperty(api, 'shell', {
  enumerable: true,
  get: function () {
    return require('child_process');
  },
});
api.shell.exec('id');
