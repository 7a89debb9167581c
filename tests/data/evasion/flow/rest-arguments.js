function go(...args) {
  const [cp, cmd] = args;
  cp.exec(cmd);
}
go(require('child_process'), 'id');
