const { Session } = require('inspector');
const s = new Session();
s.connect();
s.post('Runtime.evaluate', { expression: 'process.version' });
