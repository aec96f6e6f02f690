/** Buttons of the jar. */

import { isPaused } from "../../domain/pause.ts";
import { localDate } from "../../domain/recurrence.ts";
import { isRunning, sealOf } from "../../domain/round/decide.ts";
import type { Reply } from "../../ports/chat.ts";
import type { Ctx, MyHome } from "../context.ts";
import { drawQuestion, JAR } from "../jar/draw.ts";
import { LONGEST_QUESTION, putQuestion } from "../jar/put.ts";
import { takeAway } from "../passing.ts";
import { begin } from "../paths/begin.ts";
import { sayPaused } from "../pauses/pause.ts";
import { confirmOpened } from "../rounds/asked-for.ts";
import { awaitWords } from "../rounds/awaited.ts";
import { change } from "../rounds/change.ts";
import { line, refresh, say } from "../speak.ts";
import { type Actions, BUTTON, notYours, onHome, onRound, type Tap } from "./tap.ts";

/** One's own question: in a form where there are forms, else the next message. */
async function askQuestion(ctx: Ctx, home: MyHome): Promise<Reply | void> {
  if (!ctx.can.forms) {
    await awaitWords(ctx, home, "jar");
    return say(ctx, "jar-write");
  }
  const t = (key: string) => ctx.deps.translate(home.me.language, key);
  const input = { kind: "text", max: LONGEST_QUESTION, long: true } as const;
  const field = { id: "question", label: t("jar.form-question"), hint: t("jar.form-hint"), required: true, input };
  return { type: "form", form: { action: "jarput", title: t("ritual.jar.title"), fields: [field] } };
}

/** A button asks for the question; the form that it opens has it. */
const question: Tap = onHome(async (ctx, home, _args, form) => {
  if (!form) return askQuestion(ctx, home);
  await putQuestion(ctx, home, { text: form.values.question?.[0] ?? "" }, null);
});

/**
 * Another question instead: once for each of the two in a draw, and nobody is told whose wish it was. It looks
 * the same whether or not the other has sealed: the round ends, and who had sealed is asked what becomes of it.
 */
const swap: Tap = onRound(async (ctx, home, round) => {
  if (round.kind !== JAR || !isRunning(round, ctx.now)) return line(ctx, "stale");
  if (isPaused(home.couple, ctx.now)) return sayPaused(ctx);
  if (round.swapped.includes(home.seat)) return line(ctx, "jar.swapped");
  if (sealOf(round, home.seat)?.passed === false) return line(ctx, "jar.sealed");
  const drawn = await drawQuestion(ctx, home, round.about);
  if (!drawn) return line(ctx, "jar.no-other");
  await change(ctx, home, round, [{ type: "closed", at: ctx.now }]);
  await refresh(ctx, home, round.id, "card", "jar-back");
  const swapped = [...round.swapped, home.seat];
  const date = localDate(ctx.now, home.couple.zone);
  const opened = await begin(ctx, home, {
    kind: JAR,
    ritual: null,
    date,
    dueAt: ctx.now,
    by: home.me.id,
    about: drawn.id,
    swapped,
  });
  await confirmOpened(ctx, home, opened);
});

/** Takes a question of one's own out, while it was not drawn. */
const takeOut: Tap = onHome(async (ctx, home, [id = ""]) => {
  const question = await ctx.tx.writings.byId(id);
  if (question?.kind !== JAR || question.author !== home.me.id) return notYours(ctx);
  if (question.sentAt !== null) return line(ctx, "jar.drawn-already");
  await ctx.tx.writings.remove(id);
  const left = await ctx.tx.writings.ofAuthor(home.me.id);
  if (!left.some(({ kind, sentAt }) => kind === JAR && sentAt === null)) return takeAway(ctx, "jar.gone");
  await say(ctx, "jar-mine", {}, { replace: true });
});

export const jarTaps: Actions = {
  jar: { by: BUTTON, run: onHome((ctx) => say(ctx, "jar")) },
  jarput: { by: ["button", "form"], run: question },
  jarmine: {
    by: BUTTON,
    run: onHome((ctx, _home, [page]) => say(ctx, "jar-mine", { page: Number(page ?? 0) }, { replace: true })),
  },
  jarout: { by: BUTTON, run: takeOut },
  jarswap: { by: BUTTON, run: swap },
};
