import { readFile } from 'node:fs/promises';
const { instance } = await WebAssembly.instantiate(await readFile(new URL('./hash.wasm', import.meta.url)), {});
export const hash = instance.exports.hash;
