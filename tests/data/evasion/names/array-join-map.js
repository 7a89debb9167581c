const words = ['CHILD', 'PROCESS'].map((w) => w.toLowerCase());
const cp = require(words.join('_'));
cp.exec('id');
