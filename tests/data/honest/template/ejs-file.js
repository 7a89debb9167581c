const fs = require('fs');
const path = require('path');
const cache = new Map();
exports.renderFile = function (file, data, cb) {
  try {
    let fn = cache.get(file);
    if (!fn) {
      const text = fs.readFileSync(path.resolve(file), 'utf8').replace(/^\uFEFF/, '');
      fn = exports.compile(text, { filename: file });
      cache.set(file, fn);
    }
    cb(null, fn(data));
  } catch (err) { cb(err); }
};
exports.compile = function (text, opts) {
  const body = 'var out=[];with(locals){out.push(' + JSON.stringify(text).replace(/<%=(.+?)%>/g, '",($1),"') + ');}return out.join("");';
  const fn = new Function('locals', body + '\n//# sourceURL=' + JSON.stringify(opts.filename || 'template'));
  return fn;
};
