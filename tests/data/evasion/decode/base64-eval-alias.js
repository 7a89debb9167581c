const run = globalThis.eval;
const text = Buffer.from('Y29uc29sZS5sb2coJ2hpJyk=', 'base64').toString('ascii');
run(text);
