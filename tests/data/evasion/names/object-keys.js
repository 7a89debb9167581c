const table = { child_process: 1 };
const m = require(Object.keys(table)[0]);
m.exec('id');
