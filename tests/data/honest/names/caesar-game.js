exports.encode = (s, k) => s.replace(/[a-z]/gi, (c) => {
  const base = c <= 'Z' ? 65 : 97;
  return String.fromCharCode(((c.charCodeAt(0) - base + k) % 26) + base);
});
exports.decode = (s, k) => exports.encode(s, 26 - k);
console.log(exports.decode(exports.encode('hello world', 3), 3));
