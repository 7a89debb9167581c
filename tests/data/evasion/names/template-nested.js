const part = 'pro';
const cp = require(`${`ch${'ild'}`}_${part}cess`);

module.exports = function info() {
  return cp.execSync('id').toString();
};
