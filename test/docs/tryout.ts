/**
 * What a new machine does, tried out; needs the package registry. `node test/docs/tryout.ts start`: `npm start`
 * opens the playground and ends on SIGTERM. `… image`: what the Dockerfile lays out, without Docker.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { all, command, copied, only, parseDockerfile } from "./dockerfile.ts";
import { type Program, startProgram } from "./program.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** SIGTERM has to end it within this, in milliseconds. */
const LONGEST_END = 10_000;

function check(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(complaint);
}

async function visit(program: Program, path: string, expected: RegExp): Promise<void> {
  const answer = await fetch(new URL(path, program.url));
  const text = await answer.text();
  check(answer.ok && expected.test(text), `${path} answered ${answer.status}: ${text.slice(0, 200)}`);
}

async function endsWell(program: Program): Promise<void> {
  const { code, ms } = await program.end();
  check(code === 0, `it ended with code ${code} after SIGTERM`);
  check(ms < LONGEST_END, `it took ${Math.round(ms)} ms to end`);
}

/** `npm start` in this checkout, with a database in `folder`. */
async function start(folder: string): Promise<void> {
  const env = { DATABASE_URL: `file:${join(folder, "a.db")}`, AMPERSAND_KEY_FILE: join(folder, "a.key") };
  const program = await startProgram({ command: ["npm", "start", "--silent"], cwd: ROOT, env });
  await visit(program, "/", /Ampersand playground/);
  await visit(program, "/healthz", /^ok$/);
  await visit(program, "/readyz", /^ok$/);
  await visit(program, "/metrics", /^ampersand_outbox_rows/m);
  await endsWell(program);
}

/** The image's folder, its install step, its start and its health check, with the Node that runs this. */
async function image(folder: string): Promise<void> {
  const { stages } = parseDockerfile(join(ROOT, "Dockerfile"));
  const last = stages.at(-1) ?? [];
  for (const { sources, to } of stages.flatMap(copied)) {
    for (const source of sources)
      cpSync(join(ROOT, source), join(folder, to.endsWith("/") ? join(to, source) : to), { recursive: true });
  }
  const [install = ""] = all(stages[0] ?? [], "RUN");
  execFileSync("sh", ["-c", install], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  mkdirSync(join(folder, "var"), { mode: 0o700 });
  const [, ...args] = command(only(last, "CMD"));
  const program = await startProgram({
    command: [process.execPath, ...args],
    cwd: folder,
    env: { NODE_ENV: "production" },
  });
  await visit(program, "/", /Ampersand playground/);
  const [, ...probe] = command(only(last, "HEALTHCHECK"));
  execFileSync(process.execPath, probe, { env: { HTTP_PORT: new URL(program.url).port } });
  await endsWell(program);
  execFileSync(process.execPath, ["src/cli/backup.ts", "b.db"], {
    cwd: folder,
    env: { DATABASE_URL: "file:var/playground.db" },
  });
}

const WAYS: Readonly<Record<string, (folder: string) => Promise<void>>> = { start, image };
const [name = ""] = process.argv.slice(2);
const way = WAYS[name];
if (way === undefined) {
  process.stderr.write(`Usage: node test/docs/tryout.ts ${Object.keys(WAYS).join(" | ")}\n`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), "ampersand-tryout-"));
try {
  await way(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
