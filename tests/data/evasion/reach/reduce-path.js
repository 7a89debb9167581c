const root = { a: { b: require('child_process') } };
const f = 'a.b.exec'.split('.').reduce((o, k) => o[k], root);
f('id');
