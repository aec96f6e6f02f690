import { unit } from "../../src/domain/prng.ts";
import type { Random } from "../../src/ports/clock.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The same ids in the same order for the same seed. */
export function seededRandom(seed: string): Random {
  let count = 0;
  const draw = (alphabet: string, length: number) => {
    count += 1;
    return Array.from({ length }, (_, i) => alphabet[Math.floor(unit(`${seed}:${count}:${i}`) * alphabet.length)]).join(
      "",
    );
  };
  return { id: () => draw(LETTERS, 16), code: () => draw("ACDEFGHJKMNPQRTUVWXY34679", 10) };
}
