const C = Math.max.constructor;
const f = C('return 1');
f();
