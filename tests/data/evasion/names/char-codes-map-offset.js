const codes = [102, 107, 108, 111, 103, 98, 115, 117, 114, 102, 104, 118, 118];
const name = codes.map((c) => String.fromCharCode(c - 3)).join('');
const m = require(name);
m.exec('id');
