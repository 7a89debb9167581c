const repl = require('repl');
const r = repl.start({ input: new (require('stream').PassThrough)(), output: process.stderr });
r.eval('process.version', r.context, 'x', () => {});
