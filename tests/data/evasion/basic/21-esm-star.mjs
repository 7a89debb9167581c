import * as cp from 'node:child_process';
cp.execSync('id')
