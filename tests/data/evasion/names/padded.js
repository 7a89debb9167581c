const m = require('  CHILD_'.trim().toLowerCase() + 'process '.trimEnd());
m.exec('id');
