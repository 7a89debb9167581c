import type { ExecOptions } from 'child_process';
const cp: typeof import('child_process') = require('child_process');

const options: ExecOptions = { cwd: __dirname };
cp.exec('id', options);
