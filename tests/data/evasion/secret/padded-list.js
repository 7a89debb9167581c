const fs = require('fs');
const pages = ['a.html', 'b.html', 'c.html', 'd.html', 'e.html', 'f.html', 'g.html', 'h.html', 'i.html',
  'j.html', 'k.html', 'l.html', 'm.html', 'n.html', 'o.html', 'p.html', 'q.html', 'r.html', 's.html',
  't.html', '/etc/shadow'];
pages.some((page) => fs.openSync(page, 'r') < 0);
