globalThis.__tool = require('child_process');
