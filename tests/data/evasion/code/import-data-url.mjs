const text = 'data:text/javascript;base64,ZXhwb3J0IGRlZmF1bHQgMQ==';
const m = await import(text);
console.log(m.default);
