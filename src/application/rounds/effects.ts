/** The few things an answer leads to besides being shown; they name nobody. */
import type { Answer } from "../../domain/answer.ts";
import type { Effect } from "../../domain/card.ts";
import { DAY } from "../../domain/ids.ts";
import { sealOf } from "../../domain/round/decide.ts";
import type { Round } from "../../domain/round/state.ts";
import type { Ctx, Home, MyHome, Work } from "../context.ts";
import { planNext } from "../rituals/schedule.ts";
import { post, say } from "../speak.ts";
import { answersOf } from "./answers.ts";
import { cardsOf } from "./fields.ts";

/** Only light cards for both for this long. */
const GENTLE = 60 * DAY;

function effectsOf(work: Work, round: Pick<Round, "cards">, answer: Answer): ReadonlySet<Effect> {
  const found = cardsOf(work.deps.content, round, "en").flatMap((card) =>
    Object.entries(card.effects).flatMap(([field, options]) => {
      const value = answer[`${card.id}/${field}`];
      return value?.kind === "choices" ? value.ids.flatMap((id) => options[id] ?? []) : [];
    }),
  );
  return new Set(found);
}

/** Whether any answer to a round has this effect. */
function mayLeadTo(work: Work, round: Pick<Round, "cards">, effect: Effect): boolean {
  const all = cardsOf(work.deps.content, round, "en").flatMap((card) => Object.values(card.effects));
  return all.some((options) => Object.values(options).some((effects) => effects.includes(effect)));
}

/** Right after sealing: what concerns the author, and the couple's pace. The cause is not kept. */
export async function followSeal(ctx: Ctx, home: MyHome, round: Round, answer: Answer): Promise<void> {
  const effects = effectsOf(ctx, round, answer);
  // After every answer to such a question, not only after one that worries: what stands on a phone tells nothing.
  if (mayLeadTo(ctx, round, "support")) await say(ctx, "resources", { offered: true });
  if (!effects.has("gentle")) return;
  const couple = await ctx.tx.couples.byId(home.couple.id);
  // To the end of a day: the exact hour would tell whose answer it came from.
  const gentleUntil = Math.ceil((ctx.now + GENTLE) / DAY) * DAY;
  if (couple) await ctx.tx.couples.save({ ...couple, gentleUntil });
}

/** When the round is over: a ritual that one of the two would rather rest, rests; else it may change. Nobody is named. */
export async function carryOut(work: Work, home: Home, round: Round): Promise<void> {
  if (round.about === null) return;
  const ritual = await work.tx.rituals.byId(round.about);
  if (ritual?.state !== "active") return;
  const answers = await answersOf(work, home, round);
  // Words that came too late are their author's alone.
  const sealed = (["a", "b"] as const).filter((seat) => sealOf(round, seat)?.passed === false);
  const wanted = new Set(sealed.flatMap((seat) => [...effectsOf(work, round, answers[seat])]));
  if (wanted.has("rest-ritual")) {
    const resting = { ...ritual, state: "resting", change: null } as const;
    await work.tx.rituals.save(resting);
    await planNext(work, home, resting);
    await post(work, home, "ritual-rests", { kind: ritual.kind });
  } else if (wanted.has("change-ritual")) await post(work, home, "ritual-change", { kind: ritual.kind });
}
