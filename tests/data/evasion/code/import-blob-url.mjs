const blob = new Blob(['export default 1'], { type: 'text/javascript' });
const url = URL.createObjectURL(blob);
const m = await import(url);
export default m;
