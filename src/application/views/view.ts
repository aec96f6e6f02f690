/** A view makes one message, for one reader, from the database as it is when the message is sent. */
import type { Person } from "../../domain/couple.ts";
import type { Block, Button, Message, PictureBlock } from "../../domain/message.ts";
import { isPaused } from "../../domain/pause.ts";
import { clockText, localDate } from "../../domain/recurrence.ts";
import { Temporal } from "../../domain/temporal.ts";
import type { Words } from "../../domain/words.ts";
import type { Capabilities } from "../../ports/chat.ts";
import type { AccountRef } from "../../ports/confirmations.ts";
import type { Home, MyHome, Work } from "../context.ts";
import type { Say } from "../rounds/describe.ts";
import { wordsAlone } from "../rounds/fields.ts";
import type { Params } from "../speak.ts";

export interface Seen extends Work {
  readonly t: Say;
  readonly language: string;
  /** Null in a shared chat, and for somebody who has not agreed. */
  readonly reader: Person | null;
  readonly shared: boolean;
  readonly home: Home | null;
  /** The home from the reader's seat; null in a shared chat. */
  readonly mine: MyHome | null;
  readonly can: Capabilities;
  readonly platform: string;
  /** Whose private chat it is for; null in a shared one. */
  readonly account: AccountRef | null;
  readonly params: Params;
}

/** A message whose pictures are drawn when it is sent. */
export type Said = Message<Block | PictureBlock>;

/** Null: there is nothing to say any more. */
export type View = (seen: Seen) => Promise<Said | null> | Said | null;

export function text(seen: Seen, name: string): string {
  const value = seen.params[name];
  return typeof value === "string" ? value : "";
}

const wordsIn = (value: string | Words): Words => (typeof value === "string" ? { text: value } : wordsAlone(value));

export const heading = (value: string | Words): Block => ({ type: "heading", ...wordsIn(value) });
export const paragraph = (value: string | Words): Block => ({ type: "paragraph", ...wordsIn(value) });
/** Somebody's own words under their name, covered until they are tapped. */
export const quote = (by: string, words: Words, covered = true): Block => ({
  type: "quote",
  by,
  ...wordsAlone(words),
  covered,
});
/** Items, somebody's own words among them. */
export function list(items: readonly (string | Words)[]): Block {
  const all = items.map(wordsIn);
  const styles = all.map(({ spans = [] }) => spans);
  const texts = all.map(({ text: item }) => item);
  return styles.some((spans) => spans.length > 0)
    ? { type: "list", items: texts, styles }
    : { type: "list", items: texts };
}
export const note = (value: string): Block => ({ type: "note", text: value });

type Effect = Button["effect"];

/** A button whose tap is answered with a new message. */
export function button(label: string, action: string, effect: Effect = "reply", style?: Button["style"]): Button {
  return style === undefined ? { label, action, effect } : { label, action, effect, style };
}

/** A button of a shared chat that leads the tapper into their own private chat. */
export function privateButton(label: string, action: string, effect: Effect = "reply"): Button {
  return { label, action, effect, private: true, style: "main" };
}

export function message<B extends Block | PictureBlock>(
  blocks: readonly B[],
  buttons: readonly (readonly Button[])[] = [],
): Message<B> {
  return { blocks, buttons: buttons.filter((row) => row.length > 0) };
}

/** While cards rest, every screen about them says so, in the same words for both. */
export function pausedLine(seen: Seen): Block[] {
  return seen.home && isPaused(seen.home.couple, seen.now) ? [paragraph(seen.t("paused.line"))] : [];
}

/** The zone a reader's times are told in: their own, or the couple's in a shared chat. */
function zoneOf(seen: Seen): string {
  return seen.reader?.zone ?? seen.home?.couple.zone ?? "UTC";
}

/** One for each language: to make one takes longer than all the rest of a message. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: string): Intl.DateTimeFormat {
  const known = dateFormats.get(language);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  dateFormats.set(language, made);
  return made;
}

/** “Thursday, 23 November” in the seen language. `date`: `YYYY-MM-DD`. */
export function dateText(seen: Seen, date: string): string {
  return dateFormat(seen.language).format(Temporal.PlainDate.from(date).toZonedDateTime("UTC").epochMilliseconds);
}

/** When something is, as people say it: “today, 21:00”, “tomorrow, 20:00”, “Sunday, 26 November, 19:00”. */
export function whenText(seen: Seen, at: number): string {
  const zone = zoneOf(seen);
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const time = clockText(there.hour * 60 + there.minute);
  const today = Temporal.PlainDate.from(localDate(seen.now, zone));
  const days = today.until(there.toPlainDate(), { largestUnit: "day" }).days;
  if (days === 0) return seen.t("time.today", { time });
  if (days === 1) return seen.t("time.tomorrow", { time });
  return seen.t("time.on", { date: dateText(seen, there.toPlainDate().toString()), time });
}
