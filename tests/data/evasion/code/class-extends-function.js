class Callable extends Function {
  constructor(body) {
    super('x', body);
  }
}
const f = new Callable('return x');
f(1);
