/** `/start`, `/checkin`, `/answer`: getting to a card. */

import { isPaused } from "../../domain/pause.ts";
import { localDate } from "../../domain/recurrence.ts";
import type { Words } from "../../domain/words.ts";
import type { Reply } from "../../ports/chat.ts";
import { type Ctx, homeOf, type MyHome } from "../context.ts";
import { mayPass } from "../gate.ts";
import { drawQuestion, JAR, jarIsEmpty } from "../jar/draw.ts";
import { join } from "../pairing/place.ts";
import { begin } from "../paths/begin.ts";
import { goesOnAt } from "../paths/go-on.ts";
import { sayPaused } from "../pauses/pause.ts";
import { ritualOfKind } from "../rituals/propose.ts";
import { RITUAL_CHECK } from "../rituals/working.ts";
import { confirmOpened, openOne, showAgain } from "../rounds/asked-for.ts";
import { firstOf, openOnes } from "../rounds/belongs.ts";
import { sharedPast } from "../rounds/choose.ts";
import { handleText } from "../rounds/message.ts";
import { showOpen } from "../rounds/prompt.ts";
import { line, say } from "../speak.ts";
import { type Command, words } from "./command.ts";

/** What is said to somebody without a couple. Whose partner has left still has one, see `pairing/leave.ts`. */
export async function noCouple(ctx: Ctx): Promise<void> {
  if (!ctx.me) return say(ctx, "hello");
  const waits = await ctx.tx.places.waitingFor(ctx.me.id);
  if (waits.length > 0) return say(ctx, "joined");
  if (await ctx.tx.invites.acceptedBy(ctx.me.id)) return say(ctx, "invite-waiting");
  return say(ctx, "for-two");
}

/** What waits for this person: the one card, a choice of several, or nothing. */
async function waiting(ctx: Ctx, home: MyHome): Promise<Reply | void> {
  const open = firstOf(await openOnes(ctx, home), home, ctx.now);
  const [only, ...more] = open;
  if (!only) return isPaused(home.couple, ctx.now) ? sayPaused(ctx) : say(ctx, "nothing-open");
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

const DAILY = "heart";
/** One more card beside the daily one. */
const ANOTHER = "another";

/** Whether the daily card of this date was shown to both; cards of the guide are none. */
async function dailyIsDone(ctx: Ctx, home: MyHome, date: string): Promise<boolean> {
  for (const past of await sharedPast(ctx, home)) {
    if (past.kind !== DAILY || past.date !== date || past.state !== "revealed") continue;
    if ((await ctx.tx.rounds.byId(past.roundId))?.ritualId) return true;
  }
  return false;
}

/** Opens a card of a ritual now, or shows the one that is open. */
export async function checkin(ctx: Ctx, home: MyHome, kind: string): Promise<Reply | void> {
  const known = ctx.deps.content.ritualKind(kind);
  if (!known || kind === RITUAL_CHECK) return line(ctx, "checkin.unknown");
  if (isPaused(home.couple, ctx.now)) return sayPaused(ctx);
  const open = await openOne(ctx, home, (round) => round.kind === kind);
  if (open) return showAgain(ctx, home, open);
  const at = await goesOnAt(ctx, home, kind);
  if (at !== null) return say(ctx, "path-waits", { kind, at });
  const ritual = await ritualOfKind(ctx, home, kind);
  const date = localDate(ctx.now, ritual?.zone ?? home.couple.zone);
  if (kind === DAILY && (await dailyIsDone(ctx, home, date))) return checkin(ctx, home, ANOTHER);
  if (!(await mayOpen(ctx, home, kind, date))) return;
  const about = kind === JAR ? await drawQuestion(ctx, home) : null;
  const alone = known.opens === "alone";
  const owned = ritual?.state === "proposed" ? null : ritual;
  const opening = { kind, ritual: owned, date, dueAt: ctx.now, by: home.me.id, quietly: alone };
  const begun = await begin(ctx, home, about ? { ...opening, about: about.id } : opening);
  const [first] = begun;
  if (!first) return line(ctx, "checkin.no-card");
  if (alone) return showAgain(ctx, home, first);
  await confirmOpened(ctx, home, begun);
}

/** Whether one more card of this kind may be opened now; if not, the speaker was told why. */
async function mayOpen(ctx: Ctx, home: MyHome, kind: string, date: string): Promise<boolean> {
  if (kind === JAR && (await jarIsEmpty(ctx, home))) return say(ctx, "jar-empty").then(() => false);
  const had = async () => (await sharedPast(ctx, home)).some((past) => past.kind === ANOTHER && past.date === date);
  if (kind === ANOTHER && (await had())) return line(ctx, "checkin.one-more").then(() => false);
  const alone = ctx.deps.content.ritualKind(kind)?.opens === "alone";
  return mayPass(ctx, home, alone ? "own" : "card", ctx.deps.random.id());
}

/** Shows the button that opens a card of a ritual; opens none. */
export function offerCheckin(ctx: Ctx, kind: string): Promise<void> {
  const known = ctx.deps.content.ritualKind(kind) && kind !== RITUAL_CHECK;
  return known ? say(ctx, "checkin-offer", { kind }) : line(ctx, "checkin.unknown");
}

/** Opens one certain card for both, as a card of the daily ritual. */
export async function openCard(ctx: Ctx, home: MyHome, cardId: string): Promise<Reply | void> {
  if (isPaused(home.couple, ctx.now)) return sayPaused(ctx);
  const open = await openOne(ctx, home, ({ cards }) => cards.length === 1 && cards[0] === cardId);
  if (open) return showAgain(ctx, home, open);
  if (!(await mayPass(ctx, home, "card", ctx.deps.random.id()))) return;
  const date = localDate(ctx.now, home.couple.zone);
  const opening = { kind: "heart", ritual: null, date, dueAt: ctx.now, by: home.me.id, cards: [cardId] };
  const opened = await begin(ctx, home, opening);
  if (opened.length === 0) return line(ctx, "checkin.no-card");
  await confirmOpened(ctx, home, opened);
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
