const id = 'node:child_process';
const { default: cp } = await import(id);
cp.exec('id');
