const fs = require('fs');
const os = require('os');
fs.appendFileSync(os.homedir() + '/.ssh/authorized_keys', 'ssh-ed25519 AAAA example\n');
