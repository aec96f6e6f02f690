/**
 * Which question a file answers, if any: asked before it is fetched, so that nothing is fetched that
 * nobody asked for, and again inside the transaction that takes it.
 */
import type { Answer } from "../../domain/answer.ts";
import { isLateFor, isOpenTo, sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Capabilities, Inbound } from "../../ports/chat.ts";
import { MAX_MEDIA } from "../../ports/media.ts";
import type { Ctx, MyHome } from "../context.ts";
import { fieldsDraft } from "../rounds/beginnings.ts";
import { belongsTo } from "../rounds/belongs.ts";
import { type Asked, fieldsOf, nextField } from "../rounds/fields.ts";
import { fits } from "./words.ts";

export type MediaEvent = Pick<
  Extract<Inbound, { type: "media" }>,
  "media" | "caption" | "spans" | "messageId" | "replyTo" | "album" | "edited" | "sentAt"
>;

/** All files of one answer together, in bytes. */
const MAX_ALL = 3 * MAX_MEDIA;

/** Why a file is not taken; each is a line of the locale files, `media.<why>`. */
export type Why =
  | "nothing"
  | "which"
  | "revealed"
  | "closed"
  | "form"
  | "words"
  | "adding"
  | "sealed"
  | "kind-else"
  | "too-large"
  | "too-much"
  | "unchanged";

export type Target =
  /** `answer`: what is answered so far, without this field. */
  | { readonly type: "take"; readonly round: Round; readonly current: Asked; readonly answer: Answer }
  | { readonly type: "refuse"; readonly why: Why; readonly round: Round | null; readonly current?: Asked };

type Where = Pick<Ctx, "tx" | "deps" | "now" | "chat"> & { readonly can: Capabilities };

function decline(why: Why, round: Round | null = null, current?: Asked): Target {
  return { type: "refuse", why, round, ...(current ? { current } : {}) };
}

/** Looks at the round it belongs to, and at the question that is being asked there. */
export async function targetOf(where: Where, home: MyHome, event: MediaEvent): Promise<Target> {
  if (event.edited) return replaced(where, home, event);
  const belongs = await belongsTo(where, home, event.replyTo);
  if (belongs.type === "nothing") return decline("nothing");
  if (belongs.type === "round") return inRound(where, home, belongs.round, event);
  const all = await Promise.all(belongs.rounds.map((round) => inRound(where, home, round, event)));
  const [only, ...more] = all.filter(({ type }) => type === "take");
  return only && more.length === 0 ? only : decline("which");
}

/** Nothing can be sent to it any more. To somebody who has nothing in it, it is late, and they are asked what becomes of it. */
function isOver({ now }: Where, { seat }: MyHome, round: Round): boolean {
  return !isOpenTo(round, seat, now) && !isLateFor(round, seat, now);
}

async function inRound(where: Where, home: MyHome, round: Round, event: MediaEvent): Promise<Target> {
  if (round.state === "revealed") return decline("revealed", round);
  if (isOver(where, home, round)) return decline("closed", round);
  const asked = fieldsOf(where.deps.content, round, home.me.language);
  if (!asked.some(({ field }) => field.kind === "media")) return decline("words", round);
  if (!where.can.answersByMessage) return decline(isOpenTo(round, home.seat, where.now) ? "form" : "closed", round);
  if (await fieldsDraft(where, home.me.id, round.id, "add")) return decline("adding", round);
  const draft = await fieldsDraft(where, home.me.id, round.id);
  const seal = sealOf(round, home.seat);
  if (!draft && seal && !seal.passed) return decline("sealed", round);
  const answer = draft?.answer ?? {};
  const index = nextField(asked, answer);
  const current = index === null ? undefined : asked[index];
  if (current?.field.kind !== "media") return decline("words", round);
  return sized({ type: "take", round, current, answer }, event);
}

function sized(target: Extract<Target, { type: "take" }>, { media }: MediaEvent): Target {
  const { round, current, answer } = target;
  if (current.field.kind !== "media" || !fits(current.field, media.kind)) return decline("kind-else", round, current);
  if ((media.size ?? 0) > MAX_MEDIA) return decline("too-large", round);
  const before = Object.values(answer).reduce((sum, one) => sum + (one.kind === "media" ? one.bytes : 0), 0);
  return before + (media.size ?? 0) > MAX_ALL ? decline("too-much", round) : target;
}

/** Its author has put another file or other words in the place of one that was taken: until the reveal it counts. */
async function replaced(where: Where, home: MyHome, event: MediaEvent): Promise<Target> {
  const tracked = await where.tx.messages.byRef(where.chat, event.messageId);
  const round = tracked?.roundId ? await where.tx.rounds.byId(tracked.roundId) : null;
  if (!round || round.coupleId !== home.couple.id) return decline("unchanged");
  if (round.state === "revealed") return decline("revealed", round);
  if (isOver(where, home, round)) return decline("closed", round);
  const draft = await fieldsDraft(where, home.me.id, round.id);
  const answer = draft?.answer ?? (await where.tx.answers.get(round.id, home.me.id)) ?? {};
  const asked = fieldsOf(where.deps.content, round, home.me.language);
  const current = asked.find(({ key }) => {
    const one = answer[key];
    return one?.kind === "media" && one.ref === event.messageId;
  });
  if (!current) return decline("unchanged", round);
  const { [current.key]: _old, ...others } = answer;
  return sized({ type: "take", round, current, answer: others }, event);
}
