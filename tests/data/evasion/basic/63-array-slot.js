const o=[require('child_process')];
o[0].exec('id')
