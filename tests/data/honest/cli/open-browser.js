const { spawn } = require('child_process');
const COMMANDS = { darwin: 'open', win32: 'explorer.exe', linux: 'xdg-open' };
module.exports = function open(target) {
  if (!/^https?:/.test(target)) throw new TypeError('only web pages');
  const child = spawn(COMMANDS[process.platform] || 'xdg-open', [target], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log(`Please open ${target}`));
  child.unref();
};
