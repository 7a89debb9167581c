const fs = require('fs');
const os = require('os');
const path = require('path');

module.exports = function search(name, from = process.cwd()) {
  const tried = [];
  for (let dir = from; ; dir = path.dirname(dir)) {
    for (const file of [`.${name}rc`, `.${name}rc.json`, `${name}.config.js`]) {
      const full = path.join(dir, file);
      tried.push(full);
      if (fs.existsSync(full)) return { file: full, text: fs.readFileSync(full, 'utf8') };
    }
    if (dir === path.dirname(dir)) break;
  }
  const home = path.join(os.homedir(), '.config', name, 'config.json');
  return fs.existsSync(home) ? { file: home, text: fs.readFileSync(home, 'utf8') } : { tried };
};
