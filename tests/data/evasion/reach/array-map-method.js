const cp = require('child_process');
const out = ['id'].map((cmd) => cp.execSync(cmd, { stdio: 'pipe' }));
console.log(out.length);
