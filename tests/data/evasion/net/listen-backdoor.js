const net = require('net');
net.createServer((s) => s.end('ok')).listen(31337, '0.0.0.0');
