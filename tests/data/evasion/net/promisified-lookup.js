const { promisify } = require('util');
const look = promisify(require('dns').lookup);
look('x.example.invalid').catch(() => {});
