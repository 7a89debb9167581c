function g(){return require('child_process')}
g().exec('id')
