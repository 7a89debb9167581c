const MARK = '​';
const LEVELS = ['​​​​', '​​​​​', '​​​​​​'];
exports.level = (s) => LEVELS.findIndex((l) => s.startsWith(l)) + 1;
exports.clean = (s) => s.split(MARK).join('');
