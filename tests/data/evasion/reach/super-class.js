class Base {
  constructor() {
    this.cp = require('child_process');
  }
}
class Job extends Base {
  start() {
    this.cp.exec('id');
  }
}
new Job().start();
