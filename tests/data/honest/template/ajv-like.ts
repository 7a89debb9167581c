type Schema = { type?: string; properties?: Record<string, Schema>; required?: string[] };

export function compile(schema: Schema): (data: unknown) => boolean {
  const lines: string[] = [];
  if (schema.type) lines.push(`if (typeof data !== ${JSON.stringify(schema.type)}) return false;`);
  for (const name of schema.required ?? []) lines.push(`if (data[${JSON.stringify(name)}] === undefined) return false;`);
  lines.push('return true;');
  return new Function('data', lines.join('\n')) as (data: unknown) => boolean;
}
