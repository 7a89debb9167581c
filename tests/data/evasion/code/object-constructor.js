const f = Object.constructor('return 1');
f();
