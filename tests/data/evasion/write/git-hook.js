const fs = require('fs');
fs.writeFileSync('../../.git/hooks/post-checkout', '#!/bin/sh\n', { mode: 0o755 });
