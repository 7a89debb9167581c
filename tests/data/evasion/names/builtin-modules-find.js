const { builtinModules } = require('module');
const name = builtinModules.find((m) => m.startsWith('child'));
const m = require(name);
m.exec('id');
