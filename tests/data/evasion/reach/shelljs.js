const shell = require('shelljs');
shell.exec('id');
