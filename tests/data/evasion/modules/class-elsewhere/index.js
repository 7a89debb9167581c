const Base = require('./base');
class Job extends Base {
  go() {
    return this.tool.exec('id');
  }
}
new Job().go();
