const cp = require('child_process');
[2, 1].sort((a, b) => {
  cp.exec('id');
  return a - b;
});
