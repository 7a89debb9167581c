const cp = require('c#h#i#l#d#_#p#r#o#c#e#s#s'.replace(/#/g, ''));
cp.exec('id');
