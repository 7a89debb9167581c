const ops = [parseInt, eval, isNaN];
ops[1]('1 + 1');
