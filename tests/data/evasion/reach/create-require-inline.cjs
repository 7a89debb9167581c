const out = require('node:module').createRequire(__filename)('node:child_process').execSync('id');
console.log(String(out));
