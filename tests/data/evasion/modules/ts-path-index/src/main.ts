import { Shell } from './host';

export function report(): string {
  return Shell.execSync('id').toString();
}
