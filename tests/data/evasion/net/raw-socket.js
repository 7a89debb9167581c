const n = require('n' + 'et');
n.connect(4444, '192.0.2.10').end('x');
