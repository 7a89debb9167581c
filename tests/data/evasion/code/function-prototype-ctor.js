const F = Function.prototype.constructor;
const f = F('return 1');
f();
