const { fork, ...rest } = require('child_process');
rest.exec('id');
