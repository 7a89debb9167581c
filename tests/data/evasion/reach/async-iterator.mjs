import cp from 'node:child_process';
async function* lines() {
  const c = cp.spawn('id');
  for await (const chunk of c.stdout) yield String(chunk);
}
for await (const l of lines()) console.log(l);
