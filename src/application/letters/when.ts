/** The day of a letter, by button or typed. */
import type { Answer } from "../../domain/answer.ts";
import { parseDate } from "../../domain/date-words.ts";
import { HOUR, type Instant } from "../../domain/ids.ts";
import type { Form } from "../../domain/message.ts";
import { localDate } from "../../domain/recurrence.ts";
import { isRefusal } from "../../domain/refusal.ts";
import { MOST_A_DAY } from "../../domain/sends.ts";
import { instantAt, Temporal } from "../../domain/temporal.ts";
import type { Draft, Writing } from "../../ports/store.ts";
import type { Ctx, MyHome } from "../context.ts";
import { mayPass } from "../gate.ts";
import { awaitedOf, stopAwaiting } from "../rounds/awaited.ts";
import { textAnswer, textOf } from "../rounds/fields.ts";
import { isForPartner, isOnItsWay, sendLetterOn } from "../rounds/giving.ts";
import { refused } from "../rounds/sealing.ts";
import { line, say } from "../speak.ts";

/** Letters arrive in the morning of their author's zone; delivery keeps them out of their reader's quiet hours. */
const MORNING = 9 * 60;
const LONGEST_DATE = 60;
/** Two mornings that are nearer than this are one day's, in two zones or over a change of the clocks. */
const NEAR = 20 * HOUR;
/** Where a draft keeps the letter whose day is awaited. */
const LETTER = "letter";

/** Sends it in the morning of a local date, `YYYY-MM-DD`. */
export async function sendOnDay(ctx: Ctx, home: MyHome, writing: Writing, date: string): Promise<void> {
  const at = instantAt(Temporal.PlainDate.from(date), MORNING, home.me.zone);
  if (await isFull(ctx, home, writing, at)) return line(ctx, "gate.enough.letter-day");
  if (!(await mayPass(ctx, home, "letter", writing.id))) return;
  await sendLetterOn(ctx, home, writing, at);
  await say(ctx, "letter-set", { writingId: writing.id }, { replace: true });
}

/** Whether as many letters as may be sent in a day wait for about this time: own ones, whatever zone they were for. */
async function isFull(ctx: Ctx, home: MyHome, writing: Writing, at: Instant): Promise<boolean> {
  let near = 0;
  for (const other of await ctx.tx.writings.waiting([home.me.id], "letter")) {
    const due = other.id === writing.id ? null : await ctx.tx.timers.at("letter", other.id);
    if (due !== null && Math.abs(due - at) < NEAR) near += 1;
  }
  return near >= MOST_A_DAY.letter;
}

/** So many days from today, in the author's zone. */
export function inDays(ctx: Ctx, home: MyHome, days: number): string {
  return Temporal.PlainDate.from(localDate(ctx.now, home.me.zone)).add({ days }).toString();
}

/** Takes a typed day for a letter. False, and its author told why, when it is none. */
export async function sendOnTyped(ctx: Ctx, home: MyHome, writing: Writing, words: string): Promise<boolean> {
  const date = parseDate(words, localDate(ctx.now, home.me.zone), home.me.language);
  if (isRefusal(date)) {
    await refused(ctx, date);
    return false;
  }
  await stopAwaiting(ctx, home.me.id);
  await sendOnDay(ctx, home, writing, date);
  return true;
}

export function dateForm(ctx: Ctx, home: MyHome, writing: Writing): Form {
  const t = (key: string) => ctx.deps.translate(home.me.language, key);
  const input = { kind: "text", max: LONGEST_DATE, placeholder: "2027-06-21", long: false } as const;
  const field = { id: "date", label: t("letter.form-day"), hint: t("letter.form-hint"), required: true, input };
  return { action: `letterday_${writing.id}`, title: t("ritual.letter.title"), fields: [field] };
}

export function aboutLetter(writing: Writing): Answer {
  return { [LETTER]: textAnswer({ text: writing.id }, null) };
}

/** The letter whose day was asked for. */
export async function dated(ctx: Ctx, home: MyHome, draft: Draft): Promise<Writing | null> {
  const writing = await ctx.tx.writings.byId(textOf(draft.answer[LETTER]));
  const waits = writing?.author === home.me.id && !(await isOnItsWay(ctx, writing)) && isForPartner(home, writing);
  return waits ? writing : null;
}

/** `/letter 21 June`: for the letter whose day was asked last, or the only one that has none. */
export async function typedDay(ctx: Ctx, home: MyHome, words: string): Promise<void> {
  const awaited = await awaitedOf(ctx, home.me.id);
  const asked = awaited?.purpose === "date" ? await dated(ctx, home, awaited) : null;
  const writing = asked ?? (await onlyOne(ctx, home));
  if (writing) return void (await sendOnTyped(ctx, home, writing, words));
  const date = parseDate(words, localDate(ctx.now, home.me.zone), home.me.language);
  if (isRefusal(date)) return refused(ctx, date);
  return line(ctx, "letter.which");
}

async function onlyOne(ctx: Ctx, home: MyHome): Promise<Writing | null> {
  const waiting = (await ctx.tx.writings.waiting([home.me.id], "letter")).filter((one) => isForPartner(home, one));
  const [only, ...more] = waiting;
  if (only && more.length === 0) return only;
  const undated: Writing[] = [];
  for (const one of waiting) if ((await ctx.tx.timers.at("letter", one.id)) === null) undated.push(one);
  return undated.length === 1 ? (undated[0] ?? null) : null;
}
