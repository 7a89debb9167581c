function decode(s) {
  return Buffer.from(s, 'base64').toString('utf8');
}
module.exports = { decode };
