import cp from 'child_process';
cp.fork('x')
