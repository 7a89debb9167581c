const cp=require('child_process');
cp['ex'+'ec']('id')
