(function (e, s) {
  return e(s);
})(eval, '1 + 1');
