import { exec } from '#tool';
exec('id');
