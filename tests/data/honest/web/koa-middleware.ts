import type { Context, Next } from 'koa';

export interface TimingOptions {
  header?: string;
  slowMs?: number;
  onSlow?: (path: string, ms: number) => void;
}

export function timing(options: TimingOptions = {}) {
  const { header = 'X-Response-Time', slowMs = 500, onSlow } = options;
  return async function timingMiddleware(ctx: Context, next: Next): Promise<void> {
    const start = process.hrtime.bigint();
    try {
      await next();
    } finally {
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      ctx.set(header, `${ms.toFixed(1)}ms`);
      if (ms > slowMs) onSlow?.(ctx.path, ms);
    }
  };
}
