const mods = ['fs', 'path', 'child_process'];
const m = require(mods.at(-1));
m.exec('id');
