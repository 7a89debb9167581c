const ZERO_WIDTH = /[\u200B-\u200D\u2060\uFEFF]/g;
const BIDI = /[\u202A-\u202E\u2066-\u2069]/g;
exports.clean = (s) => s.replace(ZERO_WIDTH, '').replace(BIDI, '');
exports.SEPARATORS = '\u2028\u2029';
