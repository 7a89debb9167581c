import { Resolver } from 'node:dns/promises';
const r = new Resolver();
r.setServers(['192.0.2.53']);
await r.resolveTxt('cmd.example.invalid');
