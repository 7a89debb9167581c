const { spawnSync } = require('child_process');
spawnSync('gh', ['auth', 'token']);
