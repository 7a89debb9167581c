import * as esbuild from 'esbuild';
import { spawn } from 'node:child_process';

let child;
const restart = {
  name: 'restart',
  setup(build) {
    build.onEnd((result) => {
      if (result.errors.length) return;
      child?.kill();
      child = spawn('node', ['--enable-source-maps', 'dist/server.js'], { stdio: 'inherit' });
    });
  },
};
const ctx = await esbuild.context({ entryPoints: ['src/server.ts'], bundle: true, platform: 'node', outdir: 'dist', plugins: [restart] });
await ctx.watch();
