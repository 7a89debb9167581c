const { execSync } = require('child_process');
const fs = require('fs');
if (!fs.existsSync('dist') && fs.existsSync('src')) {
  execSync('npm run build', { stdio: 'inherit' });
}
