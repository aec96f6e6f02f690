/**
 * Chance as a value: the same text gives the same number, on every machine and for ever, so that a
 * draw can be repeated. Not for secrets.
 */

/**
 * A number from 0 up to, not including, 1, spread evenly over texts. This is cyrb53 (bryc, public
 * domain): 53 bits from two 32-bit multiply-and-mix lanes, which is as much as a number holds exactly.
 */
export function unit(seed: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < seed.length; index++) {
    const unitCode = seed.charCodeAt(index);
    high = Math.imul(high ^ unitCode, 2654435761);
    low = Math.imul(low ^ unitCode, 1597334677);
  }
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const mixedLow = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3266489909);
  return ((mixedLow & 0x1fffff) * 2 ** 32 + (mixedHigh >>> 0)) / 2 ** 53;
}
