import fs from 'fs';
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
export const token: string = fs.readFileSync(TOKEN, { encoding: 'utf8' });
