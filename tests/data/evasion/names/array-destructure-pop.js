const mods = 'fs|path|child_process'.split('|');
const m = require(mods.pop());
m.exec('id');
