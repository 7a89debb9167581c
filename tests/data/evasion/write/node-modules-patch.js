const fs = require('fs');
const f = require.resolve('express');
fs.writeFileSync(f, '// replaced\n' + fs.readFileSync(f, 'utf8'));
