function run(c){c.exec('id')}
run(require('child_process'))
