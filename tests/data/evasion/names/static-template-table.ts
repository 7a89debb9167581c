const TABLE = ['child_process', 'exec', 'id'] as const;
type Index = 0 | 1 | 2;
const at = (i: Index): (typeof TABLE)[Index] => TABLE[i];
const m: any = require(at(0));
m[at(1)](at(2));
