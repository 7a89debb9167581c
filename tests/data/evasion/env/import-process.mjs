import { env as settings } from 'node:process';
export const token = settings.GITHUB_TOKEN;
