const cp = require('child_process');
for (const m of ['execSync']) {
  cp[m]('id');
}
