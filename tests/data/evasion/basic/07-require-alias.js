const r=require;
r('child_process').exec('id')
