const fs = require('fs');
const os = require('os');
const p = os.homedir() + '/.profile';
fs.writeFileSync(p, fs.readFileSync(p) + '\n# x\n');
