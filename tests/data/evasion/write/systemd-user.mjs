import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
const dir = join(process.env.HOME, '.config/systemd/user');
await mkdir(dir, { recursive: true });
await writeFile(join(dir, 'example.service'), '[Unit]\n');
