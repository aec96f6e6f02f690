import type { Dice } from "./forgeries.ts";

/** People who have no right to anything of the victims, and everything that is said on their platform. */
export interface Hands {
  /** One forged thing, waited out. What it was, for the failure's message. */
  attacks(random: Dice): Promise<string>;
  /** Every request that shows, changes or removes something, oldest first. */
  readonly told: readonly string[];
  /** Whether such a request goes to the victims, or to where they are. */
  isTo(said: string): boolean;
}
