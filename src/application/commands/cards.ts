/** `/start`, `/checkin`, `/answer`: getting to a card. */
import { localDate } from "../../domain/recurrence.ts";
import { isAsked, isRunning } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import { isPaused } from "../../domain/round/window.ts";
import type { Words } from "../../domain/words.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { drawQuestion, JAR } from "../jar/draw.ts";
import { join } from "../pairing/place.ts";
import { begin } from "../paths/begin.ts";
import { goesOnAt } from "../paths/go-on.ts";
import { ritualOfKind } from "../rituals/propose.ts";
import { RITUAL_CHECK } from "../rituals/working.ts";
import { firstOf, openOnes } from "../rounds/belongs.ts";
import { isSpoken } from "../rounds/fields.ts";
import { handleText } from "../rounds/message.ts";
import { showCard } from "../rounds/open.ts";
import { openPrompt, showOpen } from "../rounds/prompt.ts";
import { line, postsLater, say } from "../speak.ts";
import { type Command, words } from "./command.ts";

/** What is said to somebody without a couple: to one who had one, the same as for a pause. */
export async function noCouple(ctx: Ctx): Promise<void> {
  if (!ctx.me) return say(ctx, "hello");
  const waits = await ctx.tx.places.waitingFor(ctx.me.id);
  if (waits.length > 0) return say(ctx, "joined");
  if (await ctx.tx.invites.acceptedBy(ctx.me.id)) return say(ctx, "invite-waiting");
  return line(ctx, "resting-now");
}

/** What waits for this person: the one card, a choice of several, or nothing. */
async function waiting(ctx: Ctx, home: MyHome): Promise<Reply | void> {
  const open = firstOf(await openOnes(ctx, home), home, ctx.now);
  const [only, ...more] = open;
  if (!only) return isPaused(home.couple, ctx.now) ? line(ctx, "resting-now") : say(ctx, "nothing-open");
  if (more.length > 0) return say(ctx, "open-cards");
  // A command cannot open a form: its button does, on the card or on what is sealed already.
  return showOpen(ctx, home, only);
}

/** `/start` without a payload: some clients lose it, so what waits is found by who asks. */
async function start(ctx: Ctx): Promise<Reply | void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (home) return waiting(ctx, home);
  const found = ctx.facts.waitingPlace;
  if (found !== undefined && ctx.chat.kind === "private") return join(ctx, found);
  return noCouple(ctx);
}

async function answer(ctx: Ctx, _typed: string, said: Words): Promise<Reply | void> {
  const home = await homeOf(ctx.tx, ctx.me);
  if (!home) return noCouple(ctx);
  if (said.text !== "" && ctx.can.answersByMessage) {
    return handleText(ctx, { ...said, messageId: ctx.messageId ?? ctx.deps.random.id(), sentAt: ctx.now });
  }
  return waiting(ctx, home);
}

/** Shows an open card again instead of a new one (*Decided*): in the shared place when asked there. */
async function showAgain(ctx: Ctx, home: MyHome, round: Round): Promise<Reply | void> {
  const ritual = round.ritualId === null ? null : await ctx.tx.rituals.byId(round.ritualId);
  if (ctx.chat.kind === "private" || !home.place?.active || round.asked.length === 1)
    return ctx.can.forms || isSpoken(ctx.deps.content, round)
      ? say(ctx, "card", { roundId: round.id })
      : openPrompt(ctx, home, round);
  await showCard(ctx, home, round, { ritual, date: round.date, by: home.me.id });
  if (ctx.origin !== null) await line(ctx, "checkin.again");
}

/** The open round of a kind that this person may be shown again. */
async function openOf(ctx: Ctx, home: MyHome, kind: string): Promise<Round | undefined> {
  const all = await ctx.tx.rounds.ofCouple(home.couple.id, ["open", "half", "ready"]);
  return all.findLast((round) => round.kind === kind && isAsked(round, home.seat) && isRunning(round, ctx.now));
}

/** Opens a card of a ritual now, or shows the one that is open. */
export async function checkin(ctx: Ctx, home: MyHome, kind: string): Promise<Reply | void> {
  const known = ctx.deps.content.ritualKind(kind);
  if (!known || kind === RITUAL_CHECK) return line(ctx, "checkin.unknown");
  if (isPaused(home.couple, ctx.now)) return line(ctx, "resting-now");
  const open = await openOf(ctx, home, kind);
  if (open) return showAgain(ctx, home, open);
  const at = await goesOnAt(ctx, home, kind);
  if (at !== null) return say(ctx, "path-waits", { kind, at });
  const ritual = await ritualOfKind(ctx, home, kind);
  const date = localDate(ctx.now, ritual?.zone ?? home.couple.zone);
  const owned = ritual?.state === "proposed" ? null : ritual;
  const about = kind === JAR ? await drawQuestion(ctx, home) : null;
  if (kind === JAR && !about) return say(ctx, "jar-empty");
  const quietly = known.opens === "alone";
  const opening = { kind, ritual: owned, date, dueAt: ctx.now, by: home.me.id, quietly };
  const begun = await begin(ctx, home, about ? { ...opening, about: about.id } : opening);
  const [first] = begun;
  if (!first) return line(ctx, "checkin.no-card");
  if (quietly) return showAgain(ctx, home, first);
  if (!home.place?.active || begun.every((round) => round.asked.length === 1)) return;
  if (postsLater(ctx, home)) return line(ctx, "checkin.later");
  if (ctx.origin !== null || ctx.chat.kind === "private") await line(ctx, "checkin.opened");
}

/** Shows the button that opens a card of a ritual; opens none. */
export function offerCheckin(ctx: Ctx, kind: string): Promise<void> {
  const known = ctx.deps.content.ritualKind(kind) && kind !== RITUAL_CHECK;
  return known ? say(ctx, "checkin-offer", { kind }) : line(ctx, "checkin.unknown");
}

/** Opens one certain card for both, as a card of the daily ritual. */
export async function openCard(ctx: Ctx, home: MyHome, cardId: string): Promise<Reply | void> {
  if (isPaused(home.couple, ctx.now)) return line(ctx, "resting-now");
  const date = localDate(ctx.now, home.couple.zone);
  const opening = { kind: "heart", ritual: null, date, dueAt: ctx.now, by: home.me.id, cards: [cardId] };
  const opened = await begin(ctx, home, opening);
  if (opened.length === 0) return line(ctx, "checkin.no-card");
  if (home.place?.active) await line(ctx, postsLater(ctx, home) ? "checkin.later" : "checkin.opened");
}

export const cardCommands: readonly Command[] = [
  { name: "start", options: [], run: start },
  {
    name: "checkin",
    options: [{ name: "ritual" }],
    run: async (ctx, args) => {
      const home = await homeOf(ctx.tx, ctx.me);
      return home ? checkin(ctx, home, words(args)[0]?.toLowerCase() ?? "heart") : noCouple(ctx);
    },
  },
  { name: "answer", options: [], secretWords: true, run: answer },
];
