const who = 'guest'; // or 'root' // ok
module.exports = who;
