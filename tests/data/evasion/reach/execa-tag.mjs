import { $ } from 'execa';
const { stdout } = await $`id -un`;
console.log(stdout);
