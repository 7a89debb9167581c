export { exec as run } from 'child_process';
import * as self from 'child_process';
self.exec('id');
