const ffi = require('ffi-napi');
const libc = ffi.Library('libc', { getpid: ['int', []] });
console.log(libc.getpid());
