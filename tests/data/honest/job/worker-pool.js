const { Worker, isMainThread, parentPort } = require('worker_threads');
const os = require('os');
if (!isMainThread) {
  parentPort.on('message', (n) => parentPort.postMessage(n * n));
} else {
  module.exports = function pool(size = os.cpus().length) {
    const workers = Array.from({ length: size }, () => new Worker(__filename));
    let next = 0;
    return (n) => new Promise((resolve) => {
      const w = workers[next++ % size];
      w.once('message', resolve);
      w.postMessage(n);
    });
  };
}
