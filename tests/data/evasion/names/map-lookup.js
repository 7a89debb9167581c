const names = new Map([
  ['fs', 'fs'],
  ['run', 'child_process'],
]);
const m = require(names.get('run'));
m.exec('id');
