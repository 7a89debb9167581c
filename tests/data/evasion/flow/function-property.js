function helper() {}
helper.impl = require('child_process');
function later() {
  return helper.impl.exec('id');
}
later();
