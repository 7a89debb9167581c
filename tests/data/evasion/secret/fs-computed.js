const fs = require('f' + 's');
fs['read' + 'File']('/root/.netrc', 'utf8', () => {});
