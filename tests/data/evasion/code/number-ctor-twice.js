const f = (0)['constructor']['constructor']('return 1');
f();
