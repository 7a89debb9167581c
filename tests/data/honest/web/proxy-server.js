const http = require('http');

const target = new URL(process.env.UPSTREAM || 'http://127.0.0.1:8081');

http.createServer((req, res) => {
  const options = {
    hostname: target.hostname,
    port: target.port,
    path: req.url,
    method: req.method,
    headers: { ...req.headers, host: target.host },
  };
  const upstream = http.request(options, (up) => {
    res.writeHead(up.statusCode, up.headers);
    up.pipe(res);
  });
  upstream.on('error', () => { res.statusCode = 502; res.end('bad gateway'); });
  req.pipe(upstream);
}).listen(8080);
