const AsyncFunction = Object.getPrototypeOf(async function () {}).constructor;
const f = new AsyncFunction('return 1');
f();
