function f() {}
f.__proto__.constructor('return 1')();
