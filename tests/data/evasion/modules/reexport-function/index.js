const { run } = require('./util');
run('id');
