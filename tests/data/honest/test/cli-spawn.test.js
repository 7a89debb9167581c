const { test } = require('node:test');
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const cli = path.join(__dirname, '..', 'bin', 'cli.js');
test('prints its version', () => {
  const r = spawnSync(process.execPath, [cli, '--version'], { encoding: 'utf8' });
  assert.strictEqual(r.status, 0);
  assert.match(r.stdout, /^\d+\.\d+\.\d+/);
});
test('fails on an unknown option', () => {
  assert.notStrictEqual(spawnSync(process.execPath, [cli, '--nope']).status, 0);
});
