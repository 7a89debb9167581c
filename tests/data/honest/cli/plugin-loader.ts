import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface Plugin { name: string; apply(host: unknown): void }

export function loadPlugins(names: string[], cwd = process.cwd()): Plugin[] {
  const require = createRequire(join(cwd, 'noop.js'));
  return names.map((name) => {
    const mod = require(name.startsWith('.') ? join(cwd, name) : name);
    return (mod.default ?? mod) as Plugin;
  });
}
