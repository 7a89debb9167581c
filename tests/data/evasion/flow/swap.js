let a = require('path');
let b = require('child_process');
[a, b] = [b, a];
a.exec('id');
