export function clone<T>(v: T): T {
  if (v === null || typeof v !== 'object') return v;
  const C = (v as object).constructor as new (...a: unknown[]) => object;
  if (v instanceof Date || v instanceof Map || v instanceof Set) return new C(v) as unknown as T;
  const out = new C() as Record<string, unknown>;
  for (const k of Object.keys(v)) out[k] = clone((v as Record<string, unknown>)[k]);
  return out as unknown as T;
}
