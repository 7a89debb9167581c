const make = Function.bind(null, 'return 1');
console.log(make()());
