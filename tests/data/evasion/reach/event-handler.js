const { EventEmitter } = require('events');
const bus = new EventEmitter();
const shell = require('child_process');
bus.on('tick', function (cmd) {
  shell.exec(cmd);
});
bus.emit('tick', 'id');
