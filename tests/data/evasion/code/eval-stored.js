const ops = { add: (a, b) => a + b, run: eval };
ops.run('1 + 1');
