import { readFileSync } from 'node:fs';
export const other: string = readFileSync('/proc/1/environ', 'latin1');
