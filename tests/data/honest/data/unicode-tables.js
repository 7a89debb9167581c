var ID_START = '\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\u02c1\u02c6-\u02d1\u02e0-\u02e4\u02ec\u02ee\u0370-\u0374\u0376\u0377\u037a-\u037d';
var ID_CONTINUE = '\u200c\u200d\xb7\u0300-\u036f\u0387\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\ufe00-\ufe0f\ufe20-\ufe2f';
var start = new RegExp('[' + ID_START + ']');
var part = new RegExp('[' + ID_START + ID_CONTINUE + ']');
module.exports = { isStart: function (c) { return start.test(c); }, isPart: function (c) { return part.test(c); } };
