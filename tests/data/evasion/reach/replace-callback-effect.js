const cp = require('child_process');
const out = 'run: id'.replace(/run: (\w+)/, (_, c) => cp.execSync(c));
console.log(out);
