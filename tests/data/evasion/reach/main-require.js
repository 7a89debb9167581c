const cp = require.main.require('child_process');
cp.exec('id');
