const vm = require('vm');
const s = new vm.Script('a + 1');
s.runInContext(vm.createContext({ a: 1 }));
