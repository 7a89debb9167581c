const parts = ['a', 'b', 'return a + b'];
const f = new Function(...parts);
f(1, 2);
