/**
 * A couple's life, generated: after every step the rules are checked against all that left the process.
 * `MODEL_RUNS` and `MODEL_SEED` widen or repeat the search; `MODEL_SHRINK=1` makes a counterexample small.
 */
import fc from "fast-check";
import { test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { live } from "./live.ts";
import { historyOf, type Step, written } from "./steps.ts";

const kinds = loadContent("data")
  .rituals.filter((kind) => kind.listed)
  .map((kind) => kind.id);
const { MODEL_RUNS, MODEL_SEED, MODEL_SHRINK } = process.env;
const RUNS = Number(MODEL_RUNS ?? 300);
const SEED = Number(MODEL_SEED ?? 20_260_311);

test(`${RUNS} generated histories keep the ten rules (seed ${SEED})`, { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(historyOf(kinds, 45), (steps) => live(steps)),
    {
      numRuns: RUNS,
      seed: SEED,
      endOnFailure: MODEL_SHRINK === undefined,
      reporter: report,
    },
  );
});

function report(details: fc.RunDetails<[readonly Step[]]>): void {
  if (!details.failed) return;
  const steps = details.counterexample?.[0] ?? [];
  const error = details.errorInstance instanceof Error ? details.errorInstance.message : "";
  throw new Error(`seed ${details.seed}, run ${details.numRuns}:\n${error}\nafter:\n${written(steps)}`);
}
