import { exec as start } from './barrel.mjs';
start('id');
