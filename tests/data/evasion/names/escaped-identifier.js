const child_process = require('child_process');
child_process.e\u0078ec('id');
