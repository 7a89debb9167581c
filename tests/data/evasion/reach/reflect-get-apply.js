const cp = require('child_process');
const key = ['ex', 'ec'].join('');
Reflect.get(cp, key).call(cp, 'id');
