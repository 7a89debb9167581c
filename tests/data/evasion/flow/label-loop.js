let found;
outer: for (const n of ['path', 'child_process']) {
  for (;;) {
    found = require(n);
    continue outer;
  }
}
found.exec('id');
