const h = require('https');
h['re' + 'quest']({ host: 'example.invalid' }).end();
