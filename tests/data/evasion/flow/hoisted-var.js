var run = function () {};
{
  let run = require('child_process').exec;
  run('id');
}
run();
