const { Router } = require('express');
const { randomUUID } = require('crypto');

const router = Router();
const todos = new Map();

router.get('/', (req, res) => res.json([...todos.values()]));
router.post('/', (req, res) => {
  const todo = { id: randomUUID(), title: String(req.body.title || ''), done: false };
  todos.set(todo.id, todo);
  res.status(201).json(todo);
});
router.delete('/:id', (req, res) => {
  todos.delete(req.params.id);
  res.sendStatus(204);
});

module.exports = router;
