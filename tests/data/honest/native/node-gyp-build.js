'use strict';
const fs = require('fs');
const path = require('path');

/* A bundler replaces require; the add-on has to be loaded by the real one. */
const nodeRequire = typeof __non_webpack_require__ === 'function' ? __non_webpack_require__ : require;

function candidates(dir) {
  const tag = `${process.env.npm_config_platform || process.platform}-${process.env.npm_config_arch || process.arch}`;
  return [path.join(dir, 'build', 'Release'), path.join(dir, 'prebuilds', tag)];
}

function find(dir) {
  for (const folder of candidates(dir)) {
    let names;
    try { names = fs.readdirSync(folder); } catch { continue; }
    const name = names.find((n) => n.endsWith('.node'));
    if (name) return path.join(folder, name);
  }
  throw new Error(`no add-on for abi ${process.versions.modules} below ${dir}`);
}

module.exports = (dir) => nodeRequire(find(path.resolve(dir)));
module.exports.find = find;
