const [fs, cp] = await Promise.all([
  import('node:fs'),
  import('node:child_process'),
]);
if (fs.existsSync('/etc/os-release')) {
  cp.execFile('id', [], () => {});
}
