function pick(kind) {
  if (kind === 'fs') return require('fs');
  return require('child_process');
}
pick('x').execSync('id');
