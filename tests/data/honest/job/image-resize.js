const { spawn } = require('child_process');
exports.resize = (input, output, width) => new Promise((resolve, reject) => {
  const p = spawn('convert', [input, '-resize', `${Number(width)}x`, output]);
  p.once('error', reject);
  p.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`convert ended with ${code}`))));
});
