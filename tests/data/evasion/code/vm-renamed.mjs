import { runInNewContext as sandbox } from 'node:vm';
export const value = sandbox('1 + 1', {});
