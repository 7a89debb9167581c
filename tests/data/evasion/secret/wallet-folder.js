const fs = require('fs');
const w = require('path').resolve(require('os').homedir(), '.bitcoin/wallet.dat');
fs.createReadStream(w).resume();
