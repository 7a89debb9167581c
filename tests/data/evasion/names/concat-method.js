const cp = require('child_'.concat('proc', 'ess'));
cp.exec('id');
