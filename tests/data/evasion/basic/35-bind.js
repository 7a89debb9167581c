const e=require('child_process').exec.bind(null);
e('id')
