const { spawnSync } = require('child_process');
const all = Array.from({ length: 1 }, () => spawnSync('id'));
console.log(all.length);
