const fs = require('fs');
const text = fs.readFileSync(__dirname + '/data.bin', 'utf8');
eval(text);
