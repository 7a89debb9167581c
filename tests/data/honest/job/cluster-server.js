const cluster = require('cluster');
const http = require('http');
const os = require('os');
if (cluster.isPrimary) {
  os.cpus().forEach(() => cluster.fork());
  cluster.on('exit', (w) => { console.warn(`worker ${w.process.pid} ended`); cluster.fork(); });
} else {
  http.createServer((req, res) => res.end('ok\n')).listen(8000);
}
