const kShell = Symbol('shell');
const host = { [kShell]: require('child_process') };
host[kShell].exec('id');
