const fs = require('fs');
const path = require('path');
const models = {};
for (const file of fs.readdirSync(__dirname)) {
  if (file === path.basename(__filename) || !file.endsWith('.js')) continue;
  const model = require(path.join(__dirname, file));
  models[model.name] = model;
}
module.exports = models;
