const fs = require('fs-extra');
const path = require('path');

async function main() {
  const out = path.join(__dirname, '../dist/assets');
  await fs.emptyDir(out);
  await fs.copy(path.join(__dirname, '../assets'), out, { filter: (f) => !f.endsWith('.psd') });
  await fs.remove(path.join(__dirname, '../.cache'));
}
main().catch((e) => { console.error(e); process.exitCode = 1; });
