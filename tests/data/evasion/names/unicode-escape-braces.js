const c = require('\u{63}h\u{69}ld_proce\u{73}s');
c['\u{65}xec']('id');
