import host from './host.mjs';
host.sh.exec('id');
