import { request as go } from 'undici';
await go('https://example.invalid/in', { method: 'PUT', body: 'x' });
