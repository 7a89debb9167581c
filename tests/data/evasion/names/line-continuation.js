var cp = require('chi\
ld_pro\
cess');
cp.execFile('id', []);
