const m = await import('https://cdn.example.invalid/lib.mjs');
m.default();
