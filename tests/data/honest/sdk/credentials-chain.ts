import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Credentials { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

export const fromEnv = () => async (): Promise<Credentials> => {
  const accessKeyId = process.env.AWS_ACCESS_KEY_ID;
  const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY;
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, sessionToken: process.env.AWS_SESSION_TOKEN };
  throw new Error('no credentials in the environment');
};

export const getConfigFile = (env = process.env): string => env.APP_CONFIG_FILE ?? join(homedir(), '.config', 'app', 'config');
export const load = async (): Promise<string> => readFile(getConfigFile(), 'utf8');
