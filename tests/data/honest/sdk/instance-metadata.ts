import { request } from 'node:http';

const HOST = process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT ?? 'http://169.254.169.254';

export function metadata(path: string, timeout = 1000): Promise<string> {
  return new Promise((resolve, reject) => {
    const req = request(new URL(path, HOST), { timeout }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (c: Buffer) => chunks.push(c));
      res.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    req.on('error', reject);
    req.end();
  });
}
