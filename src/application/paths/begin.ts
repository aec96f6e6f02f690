/** Opening what is due or asked for: a round, or a path with its first part. */
import type { Round } from "../../domain/round/state.ts";
import type { Home, Work } from "../context.ts";
import { openRounds } from "../rounds/open.ts";
import type { Opening } from "../rounds/opening.ts";
import { begun } from "./go-on.ts";

/** The rounds that were opened, one or one for each; none when no card may be drawn. */
export async function begin(work: Work, home: Home, opening: Opening): Promise<readonly Round[]> {
  const rounds = await openRounds(work, home, opening);
  const [first] = rounds;
  if (first) await begun(work, home, first);
  return rounds;
}
