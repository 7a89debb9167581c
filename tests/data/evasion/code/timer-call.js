setTimeout.call(globalThis, 'globalThis.x = 1', 10);
