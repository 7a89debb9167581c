function Tool() {}
Tool.prototype.run = require('child_process').exec;
new Tool().run('id');
