start();
function start() {
  return tool().exec('id');
}
function tool() {
  return require('child_process');
}
