const a = (n) => require(n);
const b = (n) => a(n + '_process');
b('child').exec('id');
