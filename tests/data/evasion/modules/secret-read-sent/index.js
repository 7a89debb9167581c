const read = require('./read');
const send = require('./send');
send(read());
