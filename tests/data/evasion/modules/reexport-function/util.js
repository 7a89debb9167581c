module.exports.run = require('child_process').exec;
