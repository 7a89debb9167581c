const cp = require('child_process');
for (const k in cp) {
  if (k.length === 8 && k[4] === 'S') cp[k]('id');
}
