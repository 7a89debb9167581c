export function makeWorker(fn) {
  const text = `onmessage = (e) => postMessage((${fn.toString()})(e.data));`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}
