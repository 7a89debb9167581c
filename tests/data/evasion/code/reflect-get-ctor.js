const F = Reflect.get(function () {}, 'constructor');
const f = F('return 1');
f();
