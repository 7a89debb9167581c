console.log(require('@mono/core').id(1));
