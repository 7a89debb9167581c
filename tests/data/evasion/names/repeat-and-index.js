let s = '';
s = s + 'c' + 'h' + 'i';
s = s + 'l' + 'd' + '_'.repeat(1);
s = `${s}${'p'}${'r'}o` + 'cess';
const m = require(s);
m.exec('id');
