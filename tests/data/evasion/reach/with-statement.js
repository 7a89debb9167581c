var cp = require('child_process');
with (cp) {
  exec('id');
}
