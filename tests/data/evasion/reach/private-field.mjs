import * as cp from 'node:child_process';

export class Runner {
  #tool = cp;
  go(cmd = 'id') {
    return this.#tool.exec(cmd);
  }
}
