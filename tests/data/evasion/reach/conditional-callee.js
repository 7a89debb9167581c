const cp = require('child_process');
(process.argv.length > 99 ? console.log : cp.exec)('id');
