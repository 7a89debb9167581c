const M = require('node:module');
const old = M._resolveFilename;
M._resolveFilename = (id, ...rest) => old(id === 'express' ? './fake' : id, ...rest);
