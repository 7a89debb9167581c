const name = 'tick';
setInterval('glob' + 'alThis.' + name + ' = 1', 1000);
