const base = 'https://аpi.example.invalid/v1';
module.exports = (path) => fetch(base + path);
