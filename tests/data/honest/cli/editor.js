const { spawnSync } = require('child_process');
const fs = require('fs'), os = require('os'), path = require('path');
module.exports = function edit(text) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'edit-')), 'MESSAGE');
  fs.writeFileSync(file, text);
  const [cmd, ...args] = (process.env.VISUAL || process.env.EDITOR || 'vi').split(/\s+/);
  spawnSync(cmd, [...args, file], { stdio: 'inherit' });
  return fs.readFileSync(file, 'utf8');
};
