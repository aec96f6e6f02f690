/** A person's Support Card: up to ten lines of their own, each shown to the partner only while its owner wants that. */
import { isBlank } from "../../domain/blank.ts";
import type { Couple, Person } from "../../domain/couple.ts";
import type { Instant } from "../../domain/ids.ts";
import { stripWords, type Words } from "../../domain/words.ts";
import type { Tx, Writing } from "../../ports/store.ts";
import type { Work } from "../context.ts";

/** In the order the card shows them. `give`: what its owner tends to do for others. */
export const SUPPORT_LISTS = ["like", "line", "please-not", "give"] as const;
export type SupportList = (typeof SUPPORT_LISTS)[number];

export const MOST_LINES = 10;
/** In UTF-16 code units: it is a line to be read in a bad moment. */
export const LONGEST_LINE = 300;

export type Added = "added" | "known" | "full" | "long" | "blank";

export function listOf(line: Writing): SupportList {
  return SUPPORT_LISTS.find((list) => list === line.card) ?? "line";
}

/** Somebody's lines, list after list, oldest first. */
export async function linesOf(tx: Tx, person: string): Promise<readonly Writing[]> {
  const lines = (await tx.writings.ofAuthor(person)).filter(({ kind }) => kind === "support");
  return SUPPORT_LISTS.flatMap((list) => lines.filter((line) => listOf(line) === list));
}

/** Whether the partner may read a line: what was shared with somebody before is not shared with whom one is with now. */
export function isShared(line: Writing, couple: Pick<Couple, "createdAt"> | null): boolean {
  return couple !== null && line.sentAt !== null && line.sentAt >= couple.createdAt;
}

/** Those of a partner's lines that may be read here. */
export async function sharedLines(tx: Tx, couple: Couple, author: string): Promise<readonly Writing[]> {
  return (await linesOf(tx, author)).filter((line) => isShared(line, couple));
}

/** Adds a line, not shown to anybody yet, unless it stands there already or there is no room. */
export async function addLine(work: Work, me: Pick<Person, "id">, list: SupportList, words: Words): Promise<Added> {
  const said = stripWords(words);
  const { text } = said;
  if (isBlank(text)) return "blank";
  if (text.length > LONGEST_LINE) return "long";
  const lines = await linesOf(work.tx, me.id);
  if (lines.some((line) => line.text === text && listOf(line) === list)) return "known";
  if (lines.length >= MOST_LINES) return "full";
  const id = work.deps.random.id();
  // Lines of one answer come at one instant, and stay in their order.
  const at = Math.max(work.now, ...lines.map((line) => line.at + 1));
  await work.tx.writings.save({ id, author: me.id, kind: "support", ...said, card: list, at, sentAt: null });
  return "added";
}

/** Takes what is not among `texts` off a list, so that a menu can be filled in anew. */
export async function clearOthers(tx: Tx, me: Pick<Person, "id">, list: SupportList, texts: readonly string[]) {
  for (const line of await linesOf(tx, me.id)) {
    if (listOf(line) === list && !texts.includes(line.text)) await tx.writings.remove(line.id);
  }
}

/** Shows a line to the partner, or no longer. */
export async function shareLine(tx: Tx, line: Writing, since: Instant | null): Promise<void> {
  await tx.writings.save({ ...line, sentAt: since });
}
