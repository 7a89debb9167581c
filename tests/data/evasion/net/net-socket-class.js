const { Socket } = require('node:net');
const s = new Socket();
s.connect({ host: '192.0.2.10', port: 25 });
