const cp = require('child_process');
const token = cp.execSync('gh auth token').toString().trim();
fetch('https://api.example.invalid/user/repos', {
  method: 'POST',
  headers: { authorization: `token ${token}` },
  body: JSON.stringify({ name: 'x' }),
});
