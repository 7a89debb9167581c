const { join } = require('path');
const fs = require('fs');
const home = process.env.HOME;
fs.readFileSync(join(home, '.aws/', './/tmp', '..', 'credentials'));
