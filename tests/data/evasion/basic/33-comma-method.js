const cp=require('child_process');
(0,cp.exec)('id')
