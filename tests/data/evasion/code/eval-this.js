(function () {
  return this;
})().eval('1 + 1');
