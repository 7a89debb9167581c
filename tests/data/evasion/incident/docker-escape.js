const { execSync } = require('child_process');
try {
  execSync('docker run --rm --privileged -v /:/host example id', { stdio: 'ignore' });
} catch {}
