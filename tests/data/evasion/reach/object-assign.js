const box = Object.assign({}, require('child_process'));
box.exec('id');
