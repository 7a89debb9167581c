function make() {
  const cp = require('child_process');
  return function (cmd) {
    return cp.exec(cmd);
  };
}
make()('id');
