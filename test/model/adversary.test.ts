import { test } from "vitest";
import { attackerOn, type Focus } from "./adversary/ana.ts";
import { written } from "./adversary/moves.ts";
import { search, shorter } from "./adversary.ts";

const RUNS = Number(process.env.ADVERSARY_RUNS ?? 100);
let seed = Number(process.env.ADVERSARY_SEED ?? 1);
const focus = JSON.parse(process.env.FOCUS ?? "{}") as Focus;
const opt = { withoutIds: process.env.IDS === "0" };
test("explore", { timeout: 3_600_000 }, async () => {
  const end = seed + RUNS;
  const t = performance.now();
  let n = 0;
  while (seed < end) {
    const found = await search(end - seed, seed, attackerOn(focus), opt);
    if (!found) break;
    n++;
    const s = process.env.SHORT === "0" ? found.history : await shorter(found, opt, 50);
    console.log(`=== seed ${found.seed}\n${written(s)}\n${found.leak.what}`);
    seed = found.seed + 1;
  }
  console.log("pairs/s", RUNS / ((performance.now() - t) / 1000), "found", n);
});
