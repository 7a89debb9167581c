var box = new Proxy({}, { has: function () { return true; }, get: function (t, k) { return k === Symbol.unscopables ? undefined : globalThis[k]; } });
with (box) {
  eval('1 + 1');
}
