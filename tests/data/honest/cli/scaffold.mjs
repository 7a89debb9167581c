import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const dir = resolve(process.argv[2] ?? 'my-app');
await mkdir(dir, { recursive: true });
await writeFile(join(dir, 'package.json'), JSON.stringify({ name: 'my-app', private: true, dependencies: { express: '^4' } }, null, 2));
const manager = process.env.npm_config_user_agent?.split('/')[0] ?? 'npm';
spawn(manager, ['install'], { cwd: dir, stdio: 'inherit' }).on('close', (code) => {
  if (code === 0) console.log(`\nDone. Now run:\n  cd ${dir}\n  ${manager} start`);
});
