const fs = require('fs');
const os = require('os');
const p = `${os.homedir()}/.mozilla/firefox/x.default/logins.json`;
fs.promises.readFile(p).catch(() => {});
