import { execFileSync, execSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const run = (cmd, ...args) => execFileSync(cmd, args, { encoding: 'utf8' }).trim();
if (run('git', 'status', '--porcelain')) throw new Error('the working tree is not clean');

const pkg = JSON.parse(readFileSync('package.json', 'utf8'));
const [major, minor, patch] = pkg.version.split('.').map(Number);
pkg.version = [major, minor, patch + 1].join('.');
writeFileSync('package.json', `${JSON.stringify(pkg, null, 2)}\n`);
execSync(`git commit -am "v${pkg.version}" && git tag v${pkg.version}`, { stdio: 'inherit' });
