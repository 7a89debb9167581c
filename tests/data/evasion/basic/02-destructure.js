const {exec}=require('child_process');
exec('id')
