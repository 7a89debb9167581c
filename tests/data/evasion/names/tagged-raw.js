const join = (parts, ...rest) => parts.raw.reduce((a, p, i) => a + p + (rest[i] || ''), '');
const m = require(join`child_${'process'}`);
m.exec(String.raw`id`);
