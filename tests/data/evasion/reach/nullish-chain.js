let cp = null;
cp ??= require('child_process');
let run;
run ||= cp.exec;
run('id');
