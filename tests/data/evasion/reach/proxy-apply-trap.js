const cp = require('child_process');
const f = new Proxy(function () {}, { apply: (_t, _self, args) => cp.exec(args[0]) });
f('id');
