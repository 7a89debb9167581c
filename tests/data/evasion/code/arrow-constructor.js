const F = (() => {}).constructor;
const f = new F('return 1');
f();
