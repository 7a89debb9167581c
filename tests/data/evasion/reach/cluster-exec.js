const cluster = require('cluster');
cluster.setupPrimary({ exec: '/usr/bin/id', args: [] });
cluster.fork();
