import * as tls from 'tls';
const s: tls.TLSSocket = tls.connect(443, 'example.invalid');
s.on('secureConnect', () => s.end());
