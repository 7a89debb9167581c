'use strict';
const path = require('path');
const express = require('express');
const helmet = require('helmet');
const todos = require('./routes/todos');

const app = express();
app.use(helmet());
app.use(express.json({ limit: '100kb' }));
app.use(express.static(path.join(__dirname, 'public')));
app.use('/todos', todos);

app.use((req, res) => res.status(404).json({ error: 'not found' }));
app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  res.status(err.status || 500).json({ error: process.env.NODE_ENV === 'production' ? 'internal error' : err.message });
});

const port = Number(process.env.PORT) || 3000;
app.listen(port, () => console.log(`listening on ${port}`));
