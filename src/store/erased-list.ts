/**
 * The list of erased people beside the database, `<file>.erased`: one `<person id> <instant>;` a line, and before
 * the semicolon the id under which somebody who began anew kept their notes.
 * An older backup knows nothing of later erasures; a restore replays them from here.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Instant, PersonId } from "../domain/ids.ts";

export interface Erasure {
  readonly person: PersonId;
  readonly at: Instant;
  readonly successor: PersonId | null;
}

export function erasedListOf(file: string): string {
  return `${file}.erased`;
}

/** Empty when there is no list. A line cut off by a crash is passed over: it is written again at the next start. */
export function readErased(list: string): readonly Erasure[] {
  if (!existsSync(list)) return [];
  const erasures: Erasure[] = [];
  for (const line of readFileSync(list, "utf8").split("\n")) {
    const match = /^(\S+) (\d+)(?: (\S+))?;$/.exec(line);
    if (match?.[1] === undefined) continue;
    erasures.push({ person: match[1], at: Number(match[2]), successor: match[3] ?? null });
  }
  return erasures;
}

/** Durable when this returns. @throws the file system's error */
export function appendErased(list: string, erasures: readonly Erasure[]): void {
  if (erasures.length === 0) return;
  // A new line first: the last one may have been cut off.
  const lines = erasures
    .map((erasure) => `\n${[erasure.person, erasure.at, erasure.successor].filter((part) => part !== null).join(" ")};`)
    .join("");
  const handle = openSync(list, "a", 0o600);
  try {
    writeSync(handle, `${lines}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
