const Module = require('module');
const wrap = Module.wrap;
Module.wrap = (text) => wrap('globalThis.seen = 1;' + text);
