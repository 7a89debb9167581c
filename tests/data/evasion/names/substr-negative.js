const doc = 'see also: child_process';
const cp = require(doc.substr(-13));
cp.execSync('id');
