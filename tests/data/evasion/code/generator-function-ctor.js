const G = (function* () {}).constructor;
const it = G('yield 1')();
it.next();
