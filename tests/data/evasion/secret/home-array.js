const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const wanted = [path.join(os.homedir(), '.aws', 'credentials'), path.join(os.homedir(), '.kube', 'config')];
for (const file of wanted) {
  try { fs.readFileSync(file, 'utf8'); } catch {}
}
