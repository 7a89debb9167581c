const a=require('child_process');
const b=a;
const c=b.exec;
c('id')
