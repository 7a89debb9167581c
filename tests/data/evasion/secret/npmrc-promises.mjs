import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
export const rc = await readFile(`${homedir()}/.npmrc`, 'utf8');
