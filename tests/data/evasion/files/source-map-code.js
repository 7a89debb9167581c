const fs = require('fs');
const me = fs.readFileSync(__filename, 'utf8');
const text = me.split('//' + '# data=')[1];
eval(Buffer.from(text, 'base64').toString());
//# data=Y29uc29sZS5sb2coMSk=
