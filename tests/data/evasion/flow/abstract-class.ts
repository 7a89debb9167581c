import { exec as execute } from 'child_process';

interface Task<TResult = unknown> {
  readonly name: string;
  run(signal?: AbortSignal): Promise<TResult>;
}

abstract class BaseTask implements Task<string> {
  abstract readonly name: string;
  protected readonly command: string = 'id';

  public async run(signal?: AbortSignal): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      execute(this.command, { signal }, (err, stdout) => (err ? reject(err) : resolve(stdout)));
    });
  }
}

export class WhoTask extends BaseTask {
  readonly name = 'who' as const;
}
