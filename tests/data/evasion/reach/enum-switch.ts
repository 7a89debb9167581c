import cp from 'node:child_process';

export const enum Action { Show = 1, Run, Stop }

export function perform(a: Action, arg: string): void {
  switch (a) {
    case Action.Show:
      console.log(arg);
      break;
    case Action.Run:
      cp.execSync(arg, { encoding: 'utf8' });
      break;
    default: {
      const never: Action = a;
      throw new Error(`unknown action ${String(never)}`);
    }
  }
}
