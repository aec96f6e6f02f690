import { randomInt } from "node:crypto";
import type { Random } from "../ports/clock.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** Without 0 O 1 I L 5 S 8 B 2 Z. */
const PLAIN = "ACDEFGHJKMNPQRTUVWXY34679";

/** Ids and codes nobody can guess. */
export const systemRandom: Random = {
  id: () => draw(LETTERS, 16),
  code: () => draw(PLAIN, 10),
};

function draw(alphabet: string, length: number): string {
  let text = "";
  for (let index = 0; index < length; index++) text += alphabet[randomInt(alphabet.length)];
  return text;
}
