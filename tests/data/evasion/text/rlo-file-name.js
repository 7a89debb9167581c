const doc = 'invoice‮xcod.exe';
module.exports = (send) => send(doc);
