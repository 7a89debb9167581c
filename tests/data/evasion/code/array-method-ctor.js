const c = 'constr' + 'uctor';
[]['at'][c]('return 1')();
