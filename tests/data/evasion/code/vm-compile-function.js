const { compileFunction: compile } = require('node:vm');
const f = compile('return a', ['a']);
f(1);
