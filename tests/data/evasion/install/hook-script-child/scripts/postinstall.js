var os = require('os');
var cp = require('child_process');
if (os.platform() !== 'win32') {
  cp.spawn('sh', ['-c', 'id'], { detached: true, stdio: 'ignore' });
}
