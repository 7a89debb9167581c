var f = Function.apply(null, ['a', 'return a + 1']);
console.log(f(1));
