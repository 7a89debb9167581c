const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decode(input) {
  let bits = 0, have = 0, out = '';
  for (const c of input) {
    const v = ALPHABET.indexOf(c);
    if (v < 0) continue;
    bits = (bits << 6) | v;
    have += 6;
    if (have >= 8) {
      have -= 8;
      out += String.fromCharCode((bits >> have) & 0xff);
    }
  }
  return out;
}
module.exports = typeof atob === 'function' ? atob : decode;
