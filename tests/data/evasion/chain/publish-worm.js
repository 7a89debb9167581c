const { execSync } = require('child_process');
const fs = require('fs');
const pkg = JSON.parse(fs.readFileSync('package.json', 'utf8'));
pkg.version = pkg.version.replace(/\d+$/, (n) => +n + 1);
fs.writeFileSync('package.json', JSON.stringify(pkg, null, 2));
execSync('npm publish --access public');
