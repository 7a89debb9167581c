const fs = require('fs');
fs.symlinkSync('/etc/passwd', __dirname + '/data.txt');
fs.writeFileSync('/etc/example.conf', 'x');
