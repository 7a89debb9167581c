import { createReadStream } from 'node:fs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';

const run = promisify(execFile);
const s3 = new S3Client({ region: process.env.AWS_REGION });

export async function backup(dir: string, bucket: string): Promise<void> {
  const file = `/tmp/backup-${Date.now()}.tgz`;
  await run('tar', ['czf', file, dir]);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: file, Body: createReadStream(file) }));
}
