const { spawn } = require('child_process');
spawn(process.execPath, ['-e', 'console.log(1)'], { stdio: 'inherit' });
