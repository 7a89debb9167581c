export interface Payload { sub?: string; exp?: number; [claim: string]: unknown }

export function decode(token: string): Payload {
  const part = token.split('.')[1];
  if (!part) throw new Error('not a token');
  const base64 = part.replace(/-/g, '+').replace(/_/g, '/');
  return JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as Payload;
}
export const expired = (p: Payload, now = Date.now()): boolean => p.exp !== undefined && p.exp * 1000 < now;
