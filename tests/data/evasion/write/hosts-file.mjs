import fs from 'node:fs/promises';
await fs.appendFile('/etc/hosts', '192.0.2.1 example.invalid\n');
