const http = require('axios').create({ baseURL: 'https://example.invalid' });
http.post('/in', { a: 1 });
