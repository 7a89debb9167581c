const lines = ['var a = 1;', 'var b = 2;'];
globalThis.setTimeout(lines.join('\n'), 10);
