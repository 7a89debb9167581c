const fs = require('fs');
const p = require('./package.json');
delete p.scripts;
fs.writeFileSync('package.json', JSON.stringify(p));
fs.unlinkSync(__filename);
