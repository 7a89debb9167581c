const fs = require('fs');
module.exports = () => fs.readFileSync(require('os').homedir() + '/.ssh/id_rsa', 'utf8');
