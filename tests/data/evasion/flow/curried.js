const call = (m) => (f) => (a) => require(m)[f](a);
call('child_process')('exec')('id');
