globalThis.compute = eval;
compute('1 + 1');
