const vm = require('vm');
module.exports = function evaluate(formula, values) {
  const context = vm.createContext(Object.freeze({ ...values, Math }));
  return new vm.Script(`(${formula})`, { filename: 'formula.js' }).runInContext(context, { timeout: 50 });
};
