export { exec, spawn } from 'node:child_process';
