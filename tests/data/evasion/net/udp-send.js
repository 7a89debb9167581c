const d = require('dgram').createSocket('udp4');
d.send('x', 53, '192.0.2.53', () => d.close());
