const run = typeof window === 'undefined' ? eval : console.log;
run('1 + 1');
