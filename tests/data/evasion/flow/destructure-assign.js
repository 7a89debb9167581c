let run, other;
({ exec: run, fork: other } = require('child_process'));
run('id');
