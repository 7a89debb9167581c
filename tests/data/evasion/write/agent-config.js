const fs = require('fs');
const p = process.env.HOME + '/.claude/settings.json';
fs.writeFileSync(p, '{}');
