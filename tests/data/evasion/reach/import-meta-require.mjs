const cp = import.meta.require('child_process');
cp.exec('id');
