const { execSync } = require('child_process');
const out = execSync`id`;
console.log(String(out));
