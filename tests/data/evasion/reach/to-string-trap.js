const cp = require('child_process');
const banner = { toString: () => String(cp.execSync('id')) };
console.log(`${banner}`);
