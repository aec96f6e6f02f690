/** Buttons of letters, and of going first. */

import type { Reply } from "../../ports/chat.ts";
import type { Writing } from "../../ports/store.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { mayPass } from "../gate.ts";
import { canGoFirst, goFirst } from "../letters/first.ts";
import { aboutLetter, dateForm, inDays, sendOnDay, sendOnTyped } from "../letters/when.ts";
import { takeAway } from "../passing.ts";
import { awaitWords, stopAwaiting } from "../rounds/awaited.ts";
import { isForPartner, isOnItsWay, keepLetter, sendLetter, withdrawLetter } from "../rounds/giving.ts";
import { line, say } from "../speak.ts";
import { type Actions, BUTTON, FORM, notYours, onHome, onRound, type Tap } from "./tap.ts";

type Deed = (ctx: Ctx, home: MyHome, writing: Writing) => Promise<Reply | void>;

async function sendNow(ctx: Ctx, home: MyHome, writing: Writing): Promise<void> {
  if (!(await mayPass(ctx, home, "letter", writing.id))) return;
  await sendLetter(ctx, home, writing);
  await say(ctx, "letter-set", { writingId: writing.id }, { replace: true });
}

/** A day in words: in a form where there are forms, else the next message. */
async function askDay(ctx: Ctx, home: MyHome, writing: Writing): Promise<Reply | void> {
  if (ctx.can.forms) return { type: "form", form: dateForm(ctx, home, writing) };
  await awaitWords(ctx, home, "date", aboutLetter(writing));
  await say(ctx, "letter-day");
}

const show =
  (view: string, replace = true): Deed =>
  (ctx, _home, { id }) =>
    say(ctx, view, { writingId: id }, { replace });

/** What needs a partner to send it to. */
const SENDING: Readonly<Record<string, Deed>> = {
  now: sendNow,
  tomorrow: (ctx, home, writing) => sendOnDay(ctx, home, writing, inDays(ctx, home, 1)),
  week: (ctx, home, writing) => sendOnDay(ctx, home, writing, inDays(ctx, home, 7)),
  date: askDay,
  when: show("letter-when", false),
};

const DEEDS: Readonly<Record<string, Deed>> = {
  ...SENDING,
  read: show("letter-mine", false),
  keep: async (ctx, _home, writing) => {
    await keepLetter(ctx, writing);
    await say(ctx, "letter-set", { writingId: writing.id }, { replace: true });
  },
  del: show("letter-withdraw", false),
  delyes: async (ctx, _home, writing) => {
    await withdrawLetter(ctx, writing);
    return takeAway(ctx, "letter.withdrawn");
  },
};

/** A letter of one's own that was not sent; a sent one cannot be called back. */
async function ownLetter(ctx: Ctx, id: string): Promise<{ home: MyHome; writing: Writing } | null> {
  const home = await homeOf(ctx.tx, ctx.me);
  const writing = home && (await ctx.tx.writings.byId(id));
  return home && writing?.kind === "letter" && writing.author === home.me.id ? { home, writing } : null;
}

/** `letter_<id>_<deed>`. */
const letter: Tap = async (ctx, [id = "", name = ""]) => {
  const found = await ownLetter(ctx, id);
  if (!found) return notYours(ctx);
  const { home, writing } = found;
  const deed = Object.hasOwn(DEEDS, name) ? DEEDS[name] : undefined;
  if (await isOnItsWay(ctx, writing)) return line(ctx, "letter.sent-already");
  if (!deed || (Object.hasOwn(SENDING, name) && !isForPartner(home, writing))) return line(ctx, "stale");
  await stopAwaiting(ctx, home.me.id);
  return deed(ctx, home, writing);
};

/** The form of `askDay`, filled in. */
const dayFilledIn: Tap = async (ctx, [id = ""], form) => {
  const found = form && (await ownLetter(ctx, id));
  if (!found) return notYours(ctx);
  const { home, writing } = found;
  if (await isOnItsWay(ctx, writing)) return line(ctx, "letter.sent-already");
  if (!isForPartner(home, writing)) return line(ctx, "stale");
  await sendOnTyped(ctx, home, writing, form.values.date?.[0] ?? "");
};

const confirmFirst = onRound(async (ctx, home, round) =>
  (await canGoFirst(ctx, home, round))
    ? say(ctx, "first-confirm", { roundId: round.id }, { replace: true })
    : line(ctx, "stale"),
);

const notNow: Tap = onHome(async (ctx, home) => {
  await stopAwaiting(ctx, home.me.id);
  await say(ctx, "line", { key: "words.not-kept" }, { replace: true });
});

export const letterTaps: Actions = {
  letter: {
    by: BUTTON,
    run: letter,
    asks: (ctx, [id = "", name]) => letter(ctx, [id, name === "delyes" ? "del" : "when"]),
  },
  letterday: { by: FORM, run: dayFilledIn },
  letters: { by: BUTTON, run: onHome((ctx) => say(ctx, "letters")) },
  notnow: { by: BUTTON, run: notNow },
  gofirst: {
    by: BUTTON,
    run: (ctx, args) => (args.length > 0 ? confirmFirst : onHome((own) => say(own, "first")))(ctx, args),
  },
  firstyes: {
    by: BUTTON,
    run: onRound(async (ctx, home, round) => {
      if (!(await canGoFirst(ctx, home, round))) return line(ctx, "stale");
      if (!(await mayPass(ctx, home, "first", round.id))) return;
      const id = await goFirst(ctx, home, round);
      if (id === null) return line(ctx, "stale");
      await say(ctx, "letter-set", { writingId: id }, { replace: true });
    }),
    asks: confirmFirst,
  },
};
