var src = '1 + 1';
eval.call(null, src);
