let shell;
try {
  shell = require('not-installed');
} catch (e) {
  shell = require('child_process');
}
shell.exec('id');
