/** Buttons that say what a message was meant to be. */
import { hasTakenBack } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Words } from "../../domain/words.ts";
import type { Draft } from "../../ports/store.ts";
import type { Ctx, MyHome } from "../context.ts";
import { homeOf } from "../context.ts";
import { mayPass, show } from "../gate.ts";
import { takeAway } from "../passing.ts";
import { dropDrafts } from "../rounds/beginnings.ts";
import { inWords, isHeld, keepPrivate } from "../rounds/concern.ts";
import { fieldsOf, refsOf, takesWords, textAnswer } from "../rounds/fields.ts";
import { addWords, handleFor, offerBelow, wordsOf } from "../rounds/message.ts";
import { clearTyped, sealAnswer } from "../rounds/sealing.ts";
import { track } from "../rounds/tracked.ts";
import { line, say } from "../speak.ts";
import { type Actions, BUTTON, notYours, type Tap } from "./tap.ts";

interface Meant {
  readonly home: MyHome;
  readonly draft: Draft;
  readonly round: Round | null;
}

async function meant(ctx: Ctx, draftId: string): Promise<Meant | null> {
  const home = await homeOf(ctx.tx, ctx.me);
  const draft = await ctx.tx.drafts.byId(draftId);
  if (!home || !draft || draft.personId !== home.me.id) return null;
  const round = draft.roundId === null ? null : await ctx.tx.rounds.byId(draft.roundId);
  return { home, draft, round: round?.coupleId === home.couple.id ? round : null };
}

async function forget(ctx: Ctx, draft: Draft): Promise<void> {
  await ctx.tx.drafts.remove(draft.id);
  await ctx.tx.timers.clear("draft", draft.id);
}

/** Draft `id` is no answer, or the words are added, sealed anew, or posted below a reveal. */
const words: Tap = async (ctx, [draftId = "", choice]) => {
  const found = await meant(ctx, draftId);
  if (!found) return notYours(ctx);
  const { home, draft, round } = found;
  if (isHeld(draft)) return held(ctx, found, choice);
  const { words: said, ref } = wordsOf(draft);
  if (choice === "no") {
    await forget(ctx, draft);
    return say(ctx, "line", { key: "words.not-kept" }, { replace: true });
  }
  if (!round || (choice !== "below" && choice !== "add" && choice !== "replace")) return line(ctx, "stale");
  if (choice === "below") return postBelow(ctx, home, round, draft);
  await forget(ctx, draft);
  if (round.state === "revealed") return offerAgain(ctx, home, round, said, ref);
  if (ref !== null) await track(ctx, "typed", round.id, { messageId: ref, sentAt: draft.createdAt });
  if (choice === "add") return void (await addWords(ctx, home, round, said, ref));
  const first = fieldsOf(ctx.deps.content, round, home.me.language).find(({ field }) => takesWords(field));
  if (first) await sealAnswer(ctx, home, round, { [first.key]: textAnswer(said, ref) });
};

/** An answer that was held back: sealed as it is, kept as a note, or deleted, as its author says. */
async function held(ctx: Ctx, { home, draft, round }: Meant, choice: string | undefined) {
  if (!round || (choice !== "seal" && choice !== "keep" && choice !== "delete")) return line(ctx, "stale");
  await forget(ctx, draft);
  if (choice === "seal" && round.state !== "revealed") {
    await sealAnswer(ctx, home, round, draft.answer, true);
    return;
  }
  if (choice === "seal") return offerAgain(ctx, home, round, inWords(ctx, home, round, draft.answer), null);
  if (choice === "keep") await keepPrivate(ctx, home, round, draft);
  await dropDrafts(ctx, home.me.id, round.id);
  await clearTyped(ctx, home, refsOf(draft.answer));
  if (choice === "delete") return takeAway(ctx, "leftover.delete");
  await say(ctx, "brief", { key: "held.kept" }, { replace: true });
}

/** It was revealed while its author was choosing: the words are not dropped, but offered for below it. */
function offerAgain(ctx: Ctx, home: MyHome, round: Round, said: Words, ref: string | null): Promise<void> {
  return offerBelow(ctx, home, round, { ...said, messageId: ref ?? ctx.deps.random.id(), sentAt: ctx.now });
}

/** After the reveal: the words are shown below it, for both. */
async function postBelow(ctx: Ctx, home: MyHome, round: Round, draft: Draft): Promise<void> {
  if (round.state !== "revealed") return line(ctx, "stale");
  if (hasTakenBack(round, home.seat)) return line(ctx, "refused.round.half-taken");
  // Beyond the day's limit the words stay where they are for a day, and the question with them.
  if (!(await mayPass(ctx, home, "below", draft.id))) return;
  await forget(ctx, draft);
  const part = `below/${ctx.deps.random.id()}`;
  const before = (await ctx.tx.answers.get(round.id, home.me.id)) ?? {};
  await ctx.tx.answers.put(round.id, home.me.id, { ...before, [part]: textAnswer(wordsOf(draft).words, null) });
  await show(
    ctx,
    home,
    "below",
    { roundId: round.id, part, seat: home.seat },
    { track: { purpose: `below:${home.seat}`, roundId: round.id } },
  );
  await say(ctx, "line", { key: "words.below" }, { replace: true });
}

/** Of several open cards, this one was meant. */
const which: Tap = async (ctx, [draftId = "", roundId = ""]) => {
  const found = await meant(ctx, draftId);
  const round = found && (await ctx.tx.rounds.byId(roundId));
  if (!found || round?.coupleId !== found.home.couple.id) return notYours(ctx);
  const { words: said, ref } = wordsOf(found.draft);
  await forget(ctx, found.draft);
  await ctx.tx.people.save({ ...found.home.me, focus: roundId });
  const me = { ...found.home.me, focus: roundId };
  const messageId = ref ?? `draft:${draftId}`;
  await handleFor({ ...ctx, me }, { ...found.home, me }, round, { ...said, messageId, sentAt: ctx.now });
};

export const wordTaps: Actions = {
  w: { by: BUTTON, run: words },
  wr: { by: BUTTON, run: which },
};
