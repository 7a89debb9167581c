const { spawnSync } = require('child_process');
const list = {
  *[Symbol.iterator]() {
    yield spawnSync('id').status;
  },
};
console.log([...list]);
