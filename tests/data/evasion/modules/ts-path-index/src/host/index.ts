import * as childProcess from 'node:child_process';
export const Shell: typeof childProcess = childProcess;
