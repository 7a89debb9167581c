const raw = process._linkedBinding('process_wrap');
module.exports = raw;
