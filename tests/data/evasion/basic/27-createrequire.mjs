import {createRequire} from 'module';
const q=createRequire(import.meta.url);
q('child_process').exec('id')
