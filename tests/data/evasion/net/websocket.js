const ws = new WebSocket('wss://example.invalid/c');
ws.onmessage = (m) => console.log(m.data);
