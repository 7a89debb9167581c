export function leb(b: Uint8Array, o = 0): [number, number] {
  let r = 0, s = 0, x: number;
  do {
    x = b[o++]!;
    r |= (x & 0x7f) << s;
    s += 7;
  } while (x & 0x80);
  return [r >>> 0, o];
}
export const zz = (n: number): number => (n >>> 1) ^ -(n & 1);
