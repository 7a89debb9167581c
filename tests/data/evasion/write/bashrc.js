const { appendFile } = require('fs').promises;
const rc = [process.env.HOME, '.bashrc'].join('/');
appendFile(rc, '# hello\n');
