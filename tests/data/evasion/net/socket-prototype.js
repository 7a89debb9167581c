const net = require('net');
const s = new net.Socket();
net.Socket.prototype.connect.call(s, 80, '192.0.2.10');
