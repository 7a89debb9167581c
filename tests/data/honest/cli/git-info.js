#!/usr/bin/env node
const { execFile } = require('child_process');
const { promisify } = require('util');
const run = promisify(execFile);

async function git(...args) {
  const { stdout } = await run('git', args, { maxBuffer: 10 << 20 });
  return stdout.trim();
}
(async () => {
  const [branch, hash, dirty] = await Promise.all([git('rev-parse', '--abbrev-ref', 'HEAD'), git('rev-parse', '--short', 'HEAD'), git('status', '--porcelain')]);
  console.log(`${branch}@${hash}${dirty ? '*' : ''}`);
})().catch((e) => { console.error(e.message); process.exitCode = 1; });
