class Expression {
  constructor(op, left, right) { Object.assign(this, { op, left, right }); }
  eval(scope) {
    const l = typeof this.left === 'object' ? this.left.eval(scope) : scope[this.left] ?? this.left;
    const r = typeof this.right === 'object' ? this.right.eval(scope) : scope[this.right] ?? this.right;
    return this.op === '+' ? l + r : l * r;
  }
  exec(scope) { return this.eval(scope); }
  spawn() { return new Expression(this.op, this.left, this.right); }
}
module.exports = Expression;
