const fs = require('fs');
fs.copyFileSync('/bin/true', '/usr/local/bin/example-tool');
