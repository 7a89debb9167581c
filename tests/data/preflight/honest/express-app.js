'use strict';
const express = require('express');
const http = require('http');
const path = require('path');
const fs = require('fs');
const { execFile } = require('child_process');

const app = express();
const port = process.env.PORT || 3000;

app.use(express.json());
app.use(express.static(path.join(__dirname, 'public')));

app.get('/version', (req, res) => {
  execFile('git', ['rev-parse', 'HEAD'], (err, out) => {
    if (err) return res.status(500).json({ error: 'unknown version' });
    res.json({ version: out.trim() });
  });
});

app.get('/weather', async (req, res) => {
  const r = await fetch(`https://api.weather.test/v1?city=${encodeURIComponent(req.query.city)}`, {
    headers: { authorization: `Bearer ${process.env.WEATHER_API_TOKEN}` },
  });
  res.json(await r.json());
});

app.post('/note', (req, res) => {
  const name = path.join(__dirname, 'notes', Date.now() + '.txt');
  fs.writeFile(name, Buffer.from(req.body.text, 'base64'), (err) => res.sendStatus(err ? 500 : 201));
});

const server = http.createServer(app);
server.listen(port, () => console.log(`listening on ${port}`));
module.exports = app;
