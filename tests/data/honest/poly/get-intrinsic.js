'use strict';
const $Function = Function;
function syntaxConstructor(text) {
  try {
    return $Function('"use strict"; return (' + text + ').constructor;')();
  } catch (e) {
    return undefined;
  }
}
const table = {
  '%Array%': Array,
  '%AsyncFunction%': syntaxConstructor('async function () {}'),
  '%GeneratorFunction%': syntaxConstructor('function* () {}'),
  '%Function.prototype%': $Function.prototype,
};
module.exports = (name) => {
  if (!(name in table)) throw new TypeError('no intrinsic ' + name);
  return table[name];
};
