module.exports = function bind(that) {
  var target = this, args = Array.prototype.slice.call(arguments, 1), bound;
  var binder = function () { return target.apply(this instanceof bound ? this : that, args.concat(Array.prototype.slice.call(arguments))); };
  var names = [];
  for (var i = 0; i < Math.max(0, target.length - args.length); i++) names[i] = '$' + i;
  bound = Function('binder', 'return function (' + names.join(',') + '){ return binder.apply(this,arguments); }')(binder);
  return bound;
};
