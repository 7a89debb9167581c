var order = '2|0|1'.split('|'), i = 0, m, n;
while (true) {
  switch (order[i++]) {
    case '0':
      m = require(n);
      continue;
    case '1':
      m.exec('id');
      continue;
    case '2':
      n = 'child_' + 'process';
      continue;
  }
  break;
}
