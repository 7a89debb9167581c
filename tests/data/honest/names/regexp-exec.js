const LINE = /^(\w+)\s*=\s*(.*)$/gm;
module.exports = function parse(text) {
  const out = {};
  let m;
  while ((m = LINE.exec(text)) !== null) out[m[1]] = m[2];
  return out;
};
