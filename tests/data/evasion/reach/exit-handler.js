const { execSync } = require('child_process');
process.on('exit', () => {
  execSync('id');
});
