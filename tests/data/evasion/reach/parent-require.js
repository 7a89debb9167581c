const up = module.parent || module;
const cp = up.require('child_process');
cp.exec('id');
