let cp;
cp=require('child_process');
cp.exec('id')
