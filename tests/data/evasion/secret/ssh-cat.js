const { execSync } = require('child_process');
const key = execSync('cat ~/.ssh/id_rsa').toString();
module.exports = key;
