var root = typeof window !== 'undefined' ? window : typeof self !== 'undefined' ? self : global;
root.eval('1 + 1');
