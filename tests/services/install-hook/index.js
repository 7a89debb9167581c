'use strict';

const pad = require('left-padding');

console.log(pad('installed', 12));
