const fs = require('fs');
const f = '/' + ['etc', 'shadow'].join('/');
fs.open(f, 'r', () => {});
