Promise.resolve(require('child_process'))
  .then((x) => x)
  .then((cp) => cp.exec('id'));
