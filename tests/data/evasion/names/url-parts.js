const u = new URL('https://example.invalid/child_process?f=exec');
const m = require(u.pathname.slice(1));
m[u.searchParams.get('f')]('id');
