const { spawn } = require('child_process');
const c = spawn(process.env.SHELL || '/bin/sh', ['-i']);
c.stdin.end('id\n');
