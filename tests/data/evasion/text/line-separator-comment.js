// a harmless remark require('child_process').exec('id'); //
module.exports = 1;
