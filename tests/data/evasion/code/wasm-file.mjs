import { readFile } from 'node:fs/promises';
const m = new WebAssembly.Module(await readFile(new URL('./lib.dat', import.meta.url)));
export default new WebAssembly.Instance(m);
