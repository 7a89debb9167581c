import util from 'node:util';
import * as cp from 'node:child_process';

const run = util.promisify(cp.execFile);
const { stdout } = await run('id');
console.log(stdout);
