function twice(fn, arg) {
  fn(arg);
}
twice(require('child_process').exec, 'id');
