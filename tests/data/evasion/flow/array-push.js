const stack = [];
stack.push(require('child_process'));
stack[0].exec('id');
