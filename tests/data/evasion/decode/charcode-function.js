var s = [114, 101, 116, 117, 114, 110, 32, 49].map(function (c) { return String.fromCharCode(c); }).join('');
var f = new Function(s);
console.log(f());
