class Base {
  constructor() {
    this.tool = require('child_process');
  }
}
module.exports = Base;
