const job = {
  cp: require('child_process'),
  cmd: 'id',
  start() {
    return this.cp.exec(this.cmd);
  },
};
job.start();
