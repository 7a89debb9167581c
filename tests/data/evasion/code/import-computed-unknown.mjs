export async function load(which) {
  const m = await import(which);
  return m.default;
}
