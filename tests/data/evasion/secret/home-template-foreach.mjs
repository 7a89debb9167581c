import { createReadStream } from 'node:fs';
const names = ['.ssh/id_rsa', '.docker/config.json'];
names.forEach((name) => {
  createReadStream(`${process.env.HOME ?? process.env.USERPROFILE}/${name}`).resume();
});
