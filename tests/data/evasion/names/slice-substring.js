const hay = 'the child of a process is a child_process too';
const cp = require(hay.slice(28, 41));
cp.execSync('id');
