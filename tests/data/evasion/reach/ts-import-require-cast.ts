const from = async <M,>(p: Promise<unknown>): Promise<M> => (await p) as M;
void (async () => {
  const cp = await from<typeof import('node:child_process')>(import('node:child_process'));
  cp.execFile('id', (e: Error | null) => { if (e) throw e; });
})();
