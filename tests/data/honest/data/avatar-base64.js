const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function avatar(req, res) {
  const bytes = Buffer.from(PIXEL, 'base64');
  res.setHeader('Content-Type', 'image/png');
  res.setHeader('Content-Length', bytes.length);
  res.end(bytes);
}
module.exports = { avatar, dataUrl: `data:image/png;base64,${PIXEL}` };
