const cp = require('child_process');
const p = new Promise((resolve) => {
  cp.exec('id', resolve);
});
p.then(() => {});
