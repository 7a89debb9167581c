module.exports = (text) => fetch('https://example.invalid/in', { method: 'POST', body: text });
