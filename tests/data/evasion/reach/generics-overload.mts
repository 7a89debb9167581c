import { spawn as start, type SpawnOptions } from 'node:child_process';

export function go(cmd: string): void;
export function go<T extends SpawnOptions>(cmd: string, options: T): void;
export function go(cmd: string, options?: SpawnOptions): void {
  start(cmd, [], options ?? {});
}
