const {promisify}=require('util');
const e=promisify(require('child_process').exec);
e('id')
