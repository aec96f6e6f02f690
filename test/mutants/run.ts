/**
 * `npm run mutants`: breaks the program in one place at a time and runs the tests that should notice.
 * A mutation that no test notices fails the run, and so does one whose code is no longer there.
 *
 * `--ci` takes the fixed dozen, `--only WORDS` those whose name has these words in it.
 * Everything happens in a copy of the checkout.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { locate, sourcesOf } from "./locate.ts";
import type { Mutation } from "./mutation.ts";
import { EQUIVALENT, MUTATIONS } from "./mutations.ts";

const { values: flags } = parseArgs({
  options: { ci: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
});
/** A mutation that makes a test hang counts as noticed after this. */
const LONGEST_MS = 5 * 60_000;

/** `broken`: the tests could not be run at all, so that a typing mistake is no success. */
type Outcome = "noticed" | "survived" | "broken";

/** What is copied: what the tests read. `.ci` and the like are named by the tests of the documents. */
const COPIED = ["src", "adapters", "data", "test", "docs", "package.json", "tsconfig.json", "vitest.config.ts"];

function copyOfCheckout(): string {
  const root = mkdtempSync(join(tmpdir(), "ampersand-mutants-"));
  for (const name of COPIED) cpSync(name, join(root, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(root, "node_modules"), "dir");
  return root;
}

function outcomeOf(root: string, tests: readonly string[]): Outcome {
  const report = join(root, "mutant.json");
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const run = spawnSync(
    process.execPath,
    [vitest, "run", ...tests, "--bail=1", "--reporter=json", `--outputFile=${report}`],
    {
      cwd: root,
      timeout: LONGEST_MS,
      stdio: "ignore",
      env: { ...process.env, MODEL_RUNS: "60" },
    },
  );
  if (run.error) return "noticed";
  if (!existsSync(report)) return "broken";
  const { numTotalTests, numFailedTests, success } = JSON.parse(readFileSync(report, "utf8")) as {
    readonly numTotalTests: number;
    readonly numFailedTests: number;
    readonly success: boolean;
  };
  if (numFailedTests > 0) return "noticed";
  return success && numTotalTests > 0 ? "survived" : "broken";
}

/** Applies one mutation, runs its tests, and puts the file back. */
function tryOne(root: string, mutation: Mutation): Outcome {
  const sources = sourcesOf(root);
  const file = locate(sources, mutation);
  const source = sources.get(file) ?? "";
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

function wanted(): readonly Mutation[] {
  const { only, ci } = flags;
  if (only) return MUTATIONS.filter(({ name }) => only.some((words) => name.includes(words)));
  return MUTATIONS.filter((mutation) => !ci || mutation.ci === true);
}

const say = (text: string) => process.stdout.write(`${text}\n`);

/** How many were not noticed. */
function tryAll(root: string, mutations: readonly Mutation[]): number {
  // Tests that fail anyhow would seem to notice everything.
  const tests = [...new Set(mutations.flatMap((mutation) => mutation.tests))];
  if (outcomeOf(root, tests) !== "survived") {
    throw new Error(`These tests do not pass as it is: npx vitest run ${tests.join(" ")}`);
  }
  const missed = mutations.filter((mutation) => {
    const begun = performance.now();
    const outcome = tryOne(root, mutation);
    say(`${outcome}: ${mutation.name} (${Math.round((performance.now() - begun) / 1000)} s)`);
    return outcome !== "noticed";
  });
  return missed.length;
}

const mutations = wanted();
if (mutations.length === 0) throw new Error("There is no such mutation.");
// Before anything runs: code that has moved or changed is told at once, also of those that change nothing.
const sources = sourcesOf(".");
for (const each of [...mutations, ...EQUIVALENT]) locate(sources, each);
const root = copyOfCheckout();
try {
  const missed = tryAll(root, mutations);
  say(`${mutations.length - missed} of ${mutations.length} noticed`);
  if (missed > 0) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
