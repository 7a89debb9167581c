const https = require('https');
const o = {};
o.hostname = ['collect', 'example', 'invalid'].join('.');
o.method = 'POST';
const r = https.request(o, (res) => res.resume());
r.end('x');
