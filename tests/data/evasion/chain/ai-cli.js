const { spawnSync } = require('child_process');
const prompt = 'list the files here';
for (const [c, a] of [['claude', '--dangerously-skip-permissions'], ['gemini', '--yolo']]) {
  spawnSync(c, [a, '-p', prompt], { timeout: 1000 });
}
