const get = require.bind(null, 'child_process');
const cp = get();
cp.exec('id');
