/** Backups taken while people write: what each has to hold, and what it holds once it is restored. */
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { openSqlite } from "../../src/store/index.ts";
import { loadMasterKey, openVault } from "../../src/vault/index.ts";
import { type Act, possible, type Value } from "./crash/ledger.ts";
import type { Program } from "./crash/program.ts";
import type { Scene } from "./crash/scene.ts";
import { wholeTexts, wordsIn } from "./crash/texts.ts";

/** As the crash test's program names it. */
const KEY = "crash.key";
const CLI = join(import.meta.dirname, "../../src/cli");

export interface Backup {
  readonly file: string;
  /** What people had been told was done when it was begun. */
  readonly acked: ReadonlySet<Act>;
  /** Everything anybody had begun to do when it was over. */
  readonly begun: ReadonlySet<Act>;
}

/** `npm run backup`, as an operator runs it beside the bot. */
export async function takeBackup(scene: Scene, program: Program, file: string): Promise<Backup> {
  const acked = new Set(scene.acts.filter(({ outcome }) => outcome === "acked"));
  const child = spawn(process.execPath, [join(CLI, "backup.ts"), file], { env: program.env, stdio: "pipe" });
  let said = "";
  child.stderr.on("data", (data) => {
    said += String(data);
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`the backup failed: ${said}`);
  return { file, acked, begun: new Set(scene.acts) };
}

/** Restores a backup into a folder of its own, with the key of the program it was taken from. */
export function restored(program: Program, { file }: Backup): string {
  const folder = mkdtempSync(join(tmpdir(), "ampersand-restored-"));
  const env = { ...program.env, DATABASE_URL: `file:${join(folder, "crash.db")}` };
  const ended = spawnSync(process.execPath, [join(CLI, "restore.ts"), file], { env, encoding: "utf8" });
  if (ended.status === 0) {
    copyFileSync(join(dirname(program.file), KEY), join(folder, KEY));
    return folder;
  }
  rmSync(folder, { recursive: true, force: true });
  throw new Error(`the restore failed: ${ended.stderr}`);
}

/** What the database itself complains of; nothing when it is whole. */
export function damage(folder: string): readonly unknown[] {
  const database = new SqliteDatabase(join(folder, "crash.db"), { readonly: true });
  try {
    const whole = database.pragma("integrity_check") as { integrity_check: string }[];
    const loose = database.pragma("foreign_key_check") as unknown[];
    return [...whole.map((row) => row.integrity_check).filter((line) => line !== "ok"), ...loose];
  } finally {
    database.close();
  }
}

/** Every answer of every round that somebody did something in, as the restored database has it. */
async function answersIn(scene: Scene, folder: string): Promise<ReadonlyMap<string, Value>> {
  const key = loadMasterKey({ env: {}, keyFile: join(folder, KEY), databaseExists: true });
  const clock = { now: () => Date.now() };
  const store = await openSqlite({ file: join(folder, "crash.db"), vault: openVault(key), clock });
  try {
    const { database } = store.internals;
    const rows = database.prepare("select round_id as round, author from answers").all() as {
      readonly round: string;
      readonly author: string;
    }[];
    const found = new Map<string, Value>();
    for (const { round, author } of rows) {
      const answer = await store.transaction((tx) => tx.answers.get(round, author));
      const texts = wholeTexts(wordsIn(JSON.stringify(answer)));
      const seat = texts && scene.written.get(texts[0] ?? 0)?.seat;
      if (seat) found.set(`${round} ${seat}`, texts);
      else if (texts?.length !== 0) found.set(`${round} ?`, texts);
    }
    return found;
  } finally {
    await store.close();
  }
}

function line(value: Value): string {
  return value === null || value.length === 0 ? "nothing" : value.toSorted((a, b) => a - b).join(" ");
}

/** Answers of the backup that are not what their authors had been told when it was begun. */
export async function missing(scene: Scene, backup: Backup, folder: string): Promise<readonly string[]> {
  const found = await answersIn(scene, folder);
  const strange = [...found.keys()].filter((key) => key.endsWith("?"));
  const seats = [...scene.rounds.keys()].flatMap((round) => (["a", "b"] as const).map((seat) => ({ round, seat })));
  const wrong = seats.flatMap(({ round, seat }) => {
    const own = [...backup.begun].filter((act) => act.round === round && act.seat === seat);
    const known = own.map((act): Act => {
      const outcome = backup.acked.has(act) ? "acked" : act.outcome === "refused" ? "refused" : "unknown";
      return { ...act, outcome };
    });
    const may = possible(known).map(line);
    const is = line(found.get(`${round} ${seat}`) ?? null);
    return may.includes(is) ? [] : [`round ${round}, ${seat}: ${is}, but it was ${may.join(" or ")}`];
  });
  return [...strange, ...wrong];
}
