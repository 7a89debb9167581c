for (const n of ['preact', 'react', 'nuxt', 'next', 'color', 'colors', 'ws', 'qs', 'ms', 'co']) require.resolve(n);
