const m = require(/child_process/.source);
m.exec('id');
