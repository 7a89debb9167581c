const a='child_';
const b='process';
require(a+b).exec('id')
