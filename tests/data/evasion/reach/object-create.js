const box = Object.create(require('child_process'));
box.exec('id');
