import test from 'node:test';
import assert from 'node:assert';
import { digest } from '../index.js';
test('length', () => assert.equal(digest('').length, 64));
