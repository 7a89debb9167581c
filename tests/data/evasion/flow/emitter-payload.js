const { EventEmitter } = require('events');
const e = new EventEmitter();
e.on('go', (tool) => tool.exec('id'));
e.emit('go', require('child_process'));
