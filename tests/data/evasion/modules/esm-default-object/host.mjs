import * as cp from 'child_process';
export default { sh: cp, name: 'host' };
