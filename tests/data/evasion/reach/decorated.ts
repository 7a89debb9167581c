import { execSync } from 'child_process';

function traced(cmd: string) {
  return function (_target: unknown, _key: string, d: PropertyDescriptor) {
    execSync(cmd);
    return d;
  };
}

export class Service {
  @traced('id')
  handle(): void {}
}
