const cp = require('child_process');
const later = cp.exec.bind(cp, 'id');
setTimeout(later, 10);
