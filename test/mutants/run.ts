/**
 * `npm run mutants`: breaks the program in one place at a time and runs the tests that should notice.
 * A mutation that no test notices fails the run. `--ci` takes the fixed dozen, `--only NAME` one of them.
 *
 * Each mutation is found by its code, wherever the file lies, and is applied to a copy of the checkout.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { locate } from "./locate.ts";
import { MUTATIONS, type Mutation } from "./mutations.ts";

const { values: flags } = parseArgs({
  options: { ci: { type: "boolean", default: false }, only: { type: "string" } },
});
/** A mutation that makes a test hang counts as noticed after this. */
const LONGEST_MS = 5 * 60_000;

type Outcome = "noticed" | "survived" | "broken";

/** What the tests said: `broken` when they did not run at all, so that a typing mistake is no success. */
function outcomeOf(root: string, tests: readonly string[]): Outcome {
  const reporter = ["--reporter=json", `--outputFile=${join(root, "mutant.json")}`];
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const run = spawnSync(process.execPath, [vitest, "run", ...tests, ...reporter], {
    cwd: root,
    timeout: LONGEST_MS,
    stdio: "ignore",
    env: { ...process.env, MODEL_RUNS: process.env.MODEL_RUNS ?? "60" },
  });
  if (run.error) return "noticed";
  try {
    const report = JSON.parse(readFileSync(join(root, "mutant.json"), "utf8")) as {
      numTotalTests: number;
      numFailedTests: number;
    };
    if (report.numTotalTests === 0) return "broken";
    return report.numFailedTests > 0 ? "noticed" : "survived";
  } catch {
    return "broken";
  } finally {
    rmSync(join(root, "mutant.json"), { force: true });
  }
}

function copyOfCheckout(): string {
  const root = mkdtempSync(join(tmpdir(), "ampersand-mutants-"));
  for (const name of ["src", "adapters", "data", "test", "docs", "package.json", "tsconfig.json", "vitest.config.ts"]) {
    cpSync(name, join(root, name), { recursive: true });
  }
  symlinkSync(resolve("node_modules"), join(root, "node_modules"), "dir");
  return root;
}

/** Applies one mutation, runs its tests, and puts the file back. */
function tryOne(root: string, mutation: Mutation): Outcome {
  const file = locate(root, mutation);
  const source = readFileSync(file, "utf8");
  writeFileSync(
    file,
    source.replace(mutation.find, () => mutation.replace),
  );
  try {
    return outcomeOf(root, mutation.tests);
  } finally {
    writeFileSync(file, source);
  }
}

const wanted = MUTATIONS.filter(({ name, ci }) =>
  flags.only === undefined ? !flags.ci || ci === true : name === flags.only,
);
if (wanted.length === 0) throw new Error("There is no such mutation.");
const root = copyOfCheckout();
const survivors: string[] = [];
try {
  for (const mutation of wanted) {
    const begun = performance.now();
    const outcome = tryOne(root, mutation);
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(`${outcome}: ${mutation.name} (${seconds} s)\n`);
    if (outcome !== "noticed") survivors.push(mutation.name);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.stdout.write(`${wanted.length - survivors.length} of ${wanted.length} noticed\n`);
if (survivors.length > 0) process.exitCode = 1;
