const fs = require('fs');
const https = require('https');
const path = require('path');
module.exports = function download(url, dir = process.cwd()) {
  return new Promise((resolve, reject) => {
    const file = path.join(dir, path.basename(new URL(url).pathname));
    https.get(url, (res) => {
      if (res.statusCode !== 200) return reject(new Error(`status ${res.statusCode}`));
      let done = 0;
      res.on('data', (c) => process.stderr.write(`\r${(done += c.length)} bytes`));
      res.pipe(fs.createWriteStream(file)).on('finish', () => resolve(file));
    }).on('error', reject);
  });
};
