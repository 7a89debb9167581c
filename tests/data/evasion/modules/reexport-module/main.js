const tool = require('./shell');
tool.execSync('id');
