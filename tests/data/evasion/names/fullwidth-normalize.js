const name = 'ｃｈｉｌｄ_ｐｒｏｃｅｓｓ'.normalize('NFKC');
const m = require(name);
m.exec('id');
