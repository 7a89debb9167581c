const { fetch: f } = globalThis;
f('https://example.invalid/x');
