console.log(require('left-pad')('a', 3));
