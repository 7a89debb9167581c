const cp = require('child_process');
const entry = { toJSON() { return cp.execSync('id').toString(); } };
console.log(JSON.stringify(entry));
