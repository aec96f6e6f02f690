/** The short form of `npm run test:crash`: the real program, killed a dozen times. */
import { expect, test } from "vitest";
import { tell } from "./crash/story.ts";

test("a dozen kills lose nothing, show nothing early and nothing by halves", async () => {
  const outcome = await tell({ kills: 12, seed: 20_260, groups: 6, channels: 4, apart: 2 });
  const { verdict, complaints } = outcome;
  expect(complaints).toEqual([]);
  const { sealsLost, revealsLost, early, half, twice } = verdict;
  expect({ sealsLost, revealsLost, early, half, twice }).toEqual({
    sealsLost: [],
    revealsLost: [],
    early: [],
    half: [],
    twice: [],
  });
  expect(outcome.starts).toBe(13);
  expect(verdict.reveals).toBeGreaterThanOrEqual(12);
  expect(verdict.acknowledged).toBeGreaterThan(2 * verdict.reveals - 10);
}, 180_000);
