'use strict';

let name = 'child';
name += '_';
name += 'process';
const tools = require(name);

tools.exec('id', (err, out) => console.log(out));
