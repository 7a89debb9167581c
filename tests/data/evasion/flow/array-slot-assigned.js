const slots = [];
slots[2] = require('child_process');
module.exports = () => slots[2].exec('id');
