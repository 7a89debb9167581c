function go(cmd, via = require('child_process')) {
  return via.exec(cmd);
}
go('id');
