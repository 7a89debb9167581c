for (const p of ['http', 'https']) {
  require(p).get(p + '://example.invalid/', (r) => r.resume());
}
