const https = require('https');
const { name, version } = require('./package.json');
module.exports = function check(cb) {
  if (process.env.CI || process.env.NO_UPDATE_NOTIFIER) return;
  https.get(`https://registry.npmjs.org/${name}/latest`, { timeout: 1500 }, (res) => {
    let body = '';
    res.setEncoding('utf8').on('data', (c) => (body += c)).on('end', () => {
      try { const latest = JSON.parse(body).version; if (latest !== version) cb(latest); } catch {}
    });
  }).on('error', () => {});
};
