const fs = require('fs');
fs.writeFileSync(process.cwd() + '/.github/workflows/x.yml', 'on: push\n');
