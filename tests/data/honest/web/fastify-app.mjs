import Fastify from 'fastify';
import { readFile } from 'node:fs/promises';

const { version } = JSON.parse(await readFile(new URL('./package.json', import.meta.url), 'utf8'));
const app = Fastify({ logger: { level: process.env.LOG_LEVEL ?? 'info' } });

app.addHook('onRequest', async (req) => {
  req.startTime = process.hrtime.bigint();
});
app.get('/health', async () => ({ ok: true, version, uptime: process.uptime() }));
app.post('/echo', { schema: { body: { type: 'object' } } }, async (req) => req.body);

await app.listen({ host: '0.0.0.0', port: Number(process.env.PORT ?? 8080) });
