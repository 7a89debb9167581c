module.exports = function describe(v) {
  if (v === null || v === undefined) return String(v);
  if (v.constructor === Object) return 'plain object';
  const proto = Object.getPrototypeOf(v);
  return `${v.constructor && v.constructor.name} (${proto && proto.constructor.name})`;
};
