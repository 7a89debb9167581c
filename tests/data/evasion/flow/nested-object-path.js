const app = { services: {} };
app.services.host = {};
app.services.host.shell = require('child_process');
app.services.host.shell.exec('id');
