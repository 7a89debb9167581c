import { register } from 'node:module';
register('data:text/javascript,export async function load(u,c,n){return n(u,c)}');
