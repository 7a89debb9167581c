import got from 'got';
const api = got.extend({ prefixUrl: 'https://example.invalid' });
await api.post('in', { json: { a: 1 } });
