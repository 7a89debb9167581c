import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const inputs = ['LICENSE', 'README.md', 'src/environment.ts', 'src/ssh-url.ts', 'src/credentials-form.tsx'];
const texts = await Promise.all(inputs.map((name) => readFile(resolve('.', name), 'utf8')));

export const banner = texts.map((t) => t.split('\n')[0]).join('\n');
