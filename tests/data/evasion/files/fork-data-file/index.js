const { fork } = require('child_process');
fork(__dirname + '/locale.dat');
