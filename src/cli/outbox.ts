/** `npm run outbox -- list` and `-- retry <id…>|all`: messages that were given up on. Works while the bot runs. */

import { areFew } from "../domain/few.ts";
import type { Clock } from "../ports/clock.ts";
import { countCouples, type DeadLetter, listDead, retryDead } from "../store/index.ts";
import { command } from "./command.ts";

const SHOWN = 200;

export interface OutboxCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** False when the arguments make no command; the usage is printed then. @throws as `listDead` */
export function runOutbox(command: OutboxCommand): boolean {
  const [verb, ...ids] = command.args;
  if (verb === "list" && ids.length === 0) return list(command);
  if (verb === "retry" && ids.length > 0) return retry(command, ids);
  command.print("Usage: outbox list | outbox retry <id>… | outbox retry all");
  return false;
}

function list({ file, clock, print }: OutboxCommand): true {
  const letters = listDead(file, SHOWN);
  if (areFew(countCouples(file))) return listFew(letters, print);
  if (letters.length === 0) print("Nothing was given up on.");
  else print("id\tview\tplatform\treason\tattempts\tage");
  for (const letter of letters) print(lineOf(letter, clock.now()));
  if (letters.length === SHOWN) print(`Only the oldest ${SHOWN} are shown.`);
  return true;
}

/** One by one they could be counted, by somebody who may be one of the two: what went wrong is enough to mend it. */
function listFew(letters: readonly DeadLetter[], print: OutboxCommand["print"]): true {
  print("Fewer than ten couples use this bot: what was given up on is not listed one by one.");
  if (letters.length === 0) print("Nothing was given up on.");
  for (const reason of new Set(letters.map((letter) => letter.reason ?? "-"))) print(reason);
  return true;
}

function lineOf(letter: DeadLetter, now: number): string {
  const { id, view, platform, reason, attempts, createdAt } = letter;
  return [id, view, platform, reason ?? "-", attempts, age(now - createdAt)].join("\t");
}

function age(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

function retry({ file, print }: OutboxCommand, ids: readonly string[]): true {
  const few = areFew(countCouples(file));
  const result = retryDead(file, ids.length === 1 && ids[0] === "all" ? "all" : ids);
  if (few) print("What was given up on waits again.");
  if (few) return true;
  print(`Waiting again: ${result.waiting}.`);
  if (result.dropped > 0) print(`Removed, because the same message waits already: ${result.dropped}.`);
  for (const id of result.unknown) print(`No such message: ${id}`);
  return true;
}

await command(import.meta.filename, ({ config, args, clock, print }) =>
  runOutbox({ file: config.database, args, clock, print }),
);
