const https = require('https');
const os = require('os');

class HttpTransport {
  constructor({ host = process.env.LOG_HOST, path = '/v1/logs', apiKey = process.env.LOG_API_KEY } = {}) {
    this.options = { host, path, method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': apiKey } };
    this.queue = [];
    this.timer = setInterval(() => this.flush(), 5000).unref();
  }
  log(entry) {
    this.queue.push({ host: os.hostname(), ...entry });
    if (this.queue.length >= 100) this.flush();
  }
  flush() {
    if (!this.queue.length) return;
    const body = JSON.stringify(this.queue.splice(0));
    const req = https.request(this.options, (res) => res.resume());
    req.on('error', () => {});
    req.end(body);
  }
}
module.exports = HttpTransport;
