const zlib = require('zlib');
const PACKED = { 'style.css': 'H4sIAAAAAAAAA0vKT6lUqOZSAAIlJQA8iNRQCwAAAA==' };
module.exports = (name) => zlib.gunzipSync(Buffer.from(PACKED[name], 'base64'));
