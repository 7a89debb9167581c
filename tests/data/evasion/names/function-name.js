function child_process() {}
const m = require(child_process.name);
m.exec('id');
