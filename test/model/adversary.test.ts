import { test } from "vitest";
import { attacker } from "./adversary/ana.ts";
import { search, shorter } from "./adversary.ts";
import { written } from "./adversary/moves.ts";

const RUNS = Number(process.env.ADVERSARY_RUNS ?? 100);
let seed = Number(process.env.ADVERSARY_SEED ?? 1);
test("explore", { timeout: 3_600_000 }, async () => {
  const end = seed + RUNS;
  const t = performance.now();
  let n = 0;
  while (seed < end) {
    const found = await search(end - seed, seed, attacker);
    if (!found) break;
    n++;
    const s = process.env.SHORT === "0" ? found.history : await shorter(found.history);
    console.log(`=== seed ${found.seed}\n${written(s)}\n${found.leak.what}`);
    seed = found.seed + 1;
  }
  console.log("pairs/s", RUNS / ((performance.now() - t) / 1000), "found", n);
});
