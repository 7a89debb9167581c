function hidden() { return 1 + 1; }
const r = eval('(' + hidden.toString() + ')()');
console.log(r);
