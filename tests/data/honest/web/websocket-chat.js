const { WebSocketServer, WebSocket } = require('ws');

const wss = new WebSocketServer({ port: Number(process.env.PORT) || 8080 });
const names = new WeakMap();

wss.on('connection', (socket) => {
  names.set(socket, `guest-${wss.clients.size}`);
  socket.on('message', (data) => {
    let message;
    try { message = JSON.parse(data.toString()); } catch { return; }
    if (message.type === 'name') names.set(socket, String(message.name).slice(0, 32));
    for (const client of wss.clients) {
      if (client.readyState === WebSocket.OPEN) {
        client.send(JSON.stringify({ from: names.get(socket), text: String(message.text || '') }));
      }
    }
  });
});
