function go() {
  arguments[0].exec(arguments[1]);
}
go(require('child_process'), 'id');
