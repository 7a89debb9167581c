const blob = new Blob(['postMessage(1)'], { type: 'text/javascript' });
const w = new Worker(URL.createObjectURL(blob));
w.onmessage = () => w.terminate();
