const { execSync } = require('child_process');
execSync('npm install --no-save --silent example-not-a-package', { cwd: __dirname });
require('example-not-a-package');
