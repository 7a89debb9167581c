import { createContext, runInContext, type RunningCodeOptions } from 'node:vm';

const options: RunningCodeOptions = { timeout: 10, displayErrors: false };
export const out: unknown = runInContext('1 + 1', createContext(Object.create(null)), options);
