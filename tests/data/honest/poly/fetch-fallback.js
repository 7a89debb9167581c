let impl = globalThis.fetch;
if (typeof impl !== 'function') impl = require('node-fetch');
module.exports = (...args) => impl(...args);
