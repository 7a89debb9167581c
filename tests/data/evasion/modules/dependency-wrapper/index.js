const who = require('who-am-i-lib');
console.log(who());
