const { Worker } = require('worker_threads');
const text = "require('child_process').exec('id')";
new Worker(text, { eval: true });
