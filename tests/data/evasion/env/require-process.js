const p = require('process');
const name = 'NPM_TOKEN';
exports.token = p.env[name];
