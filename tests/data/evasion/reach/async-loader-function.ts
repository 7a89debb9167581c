async function loader<T>(id: string): Promise<T> {
  return (await import(id)) as T;
}

export async function main(): Promise<void> {
  const cp = await loader<typeof import('child_process')>('child_process');
  cp.exec('id');
}
