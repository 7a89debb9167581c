const { readFileSync: r } = require('fs');
const home = process.env.HOME || process.env.USERPROFILE;
module.exports = r(home + '/.aws/credentials', 'utf8');
