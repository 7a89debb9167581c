const cp = require('child_process');
setImmediate(() => process.nextTick(() => queueMicrotask(() => cp.exec('id'))));
