import * as childProcess from 'child_process';

class Host {
  constructor(private readonly tool: typeof childProcess = childProcess) {}

  public report(): string {
    return this.tool.execSync('id').toString();
  }
}

export default new Host();
