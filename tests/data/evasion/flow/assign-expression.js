let m;
(m = require('child_process')).exec('id');
