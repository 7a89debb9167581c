'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const candidates = [
  path.join(process.cwd(), '.toolrc.json'),
  path.join(os.homedir(), '.toolrc.json'),
  path.join(os.homedir(), '.config', 'tool', 'config.json'),
];

module.exports = () => {
  for (const file of candidates) {
    if (fs.existsSync(file))
      return JSON.parse(fs.readFileSync(file, 'utf8'));
  }
  return {};
};
