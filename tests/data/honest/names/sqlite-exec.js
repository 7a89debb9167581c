const Database = require('better-sqlite3');
const db = new Database('app.db');
db.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)');
exports.add = (text) => db.prepare('INSERT INTO notes (text) VALUES (?)').run(text);
