const os = require('os');
const https = require('https');
const { version } = require('../package.json');
exports.report = function (event) {
  if (process.env.APP_TELEMETRY !== '1' || process.env.DO_NOT_TRACK) return;
  const body = JSON.stringify({ event, version, node: process.version, platform: os.platform(), arch: os.arch() });
  const req = https.request({ hostname: 'telemetry.example.com', path: '/v1', method: 'POST' });
  req.on('error', () => {});
  req.end(body);
};
