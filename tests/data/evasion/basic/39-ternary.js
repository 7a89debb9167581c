const cp=true?require('child_process'):null;
cp.exec('id')
