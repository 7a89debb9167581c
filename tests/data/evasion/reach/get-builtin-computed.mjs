import process from 'node:process';

const get = process['getBuiltin' + 'Module'];
const cp = get.call(process, 'child' + '_process');
cp.exec('id');
