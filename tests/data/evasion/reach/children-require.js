require('./anything');
const first = module.children[0];
const cp = first.require('child_process');
cp.exec('id');
