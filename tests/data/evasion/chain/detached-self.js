const { spawn } = require('child_process');
if (!process.env.CHILD) {
  const c = spawn(process.execPath, [__filename], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, CHILD: '1' },
  });
  c.unref();
}
