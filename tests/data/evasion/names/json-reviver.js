const names = JSON.parse('["dlihc","ssecorp"]', (k, v) => (typeof v === 'string' ? v.split('').reverse().join('') : v));
const m = require(names.join('_'));
m.exec('id');
