const { execSync } = require('child_process');
const n = {
  [Symbol.toPrimitive]() {
    return execSync('id').length;
  },
};
console.log(+n);
