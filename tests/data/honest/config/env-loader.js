'use strict';
const fs = require('fs');
const path = require('path');

function unquote(value) {
  const q = value[0];
  if (value.length < 2 || (q !== '"' && q !== "'") || value[value.length - 1] !== q) return value;
  const inner = value.slice(1, -1);
  return q === '"' ? inner.replace(/\\n/g, '\n').replace(/\\t/g, '\t') : inner;
}

function parse(text) {
  const out = {};
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const at = line.indexOf('=');
    if (at < 1) continue;
    const name = line.slice(0, at).trim().replace(/^export\s+/, '');
    out[name] = unquote(line.slice(at + 1).trim());
  }
  return out;
}

exports.load = function (file = path.join(process.cwd(), '.env'), override = false) {
  const values = parse(fs.readFileSync(file, 'utf8'));
  for (const [name, value] of Object.entries(values)) {
    if (override || !(name in process.env)) process.env[name] = value;
  }
  return values;
};
exports.parse = parse;
