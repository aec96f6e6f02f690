/** Buttons of a card: answering, changing, passing, responding, and what becomes of the rest. */

import { isPaused } from "../../domain/pause.ts";
import { isRefusal } from "../../domain/refusal.ts";
import {
  blank,
  hasTakenBack,
  isOpenTo,
  isToBeBlanked,
  respond,
  sealOf,
  setFlag,
  takeBack,
} from "../../domain/round/decide.ts";
import { RECEPTION_FLAGS, RESPONSES, type Round } from "../../domain/round/state.ts";
import { openCard } from "../commands/cards.ts";
import type { Ctx, MyHome } from "../context.ts";
import { mayPass } from "../gate.ts";
import { sayWhenBlank } from "../owed.ts";
import { takeAway } from "../passing.ts";
import { begin } from "../paths/begin.ts";
import { goOnNow } from "../paths/go-on.ts";
import { endSilence } from "../paths/silence.ts";
import { chooseLength, takeTurn } from "../paths/spoken.ts";
import { sayPaused } from "../pauses/pause.ts";
import { dropDrafts } from "../rounds/beginnings.ts";
import { change } from "../rounds/change.ts";
import { fieldsOf } from "../rounds/fields.ts";
import { sealForm } from "../rounds/form.ts";
import { LEFTOVER_CHOICES, settleLeftover } from "../rounds/leftovers.ts";
import { focusOn, openPrompt, sayOver, showOpen } from "../rounds/prompt.ts";
import { revealsOnTheWay } from "../rounds/reveal.ts";
import { passRound, refused, sealQuietly } from "../rounds/sealing.ts";
import { type Pick, pickField, saveSteps } from "../rounds/steps.ts";
import { line, say } from "../speak.ts";
import { type Actions, BUTTON, FORM, notYours, OPENS, onRound, type Tap } from "./tap.ts";

/** A link to a card that is over does not make the next message belong to it. */
const answer: Tap = onRound((ctx, home, round) =>
  ctx.way === "link" && !isOpenTo(round, home.seat, ctx.now) ? sayOver(ctx, round) : openPrompt(ctx, home, round),
);

/** The form of `openPrompt`, filled in. */
const sealed: Tap = onRound((ctx, home, round, [page = "0", shownFor], form) =>
  form ? sealForm(ctx, home, round, Number(page), shownFor, form) : notYours(ctx),
);

/** One of several open cards was chosen. */
const show: Tap = onRound((ctx, home, round) => showOpen(ctx, home, round));

const changeAnswer: Tap = onRound(async (ctx, home, round) => {
  await dropDrafts(ctx, home.me.id, round.id);
  if (isOpenTo(round, home.seat, ctx.now) && !ctx.can.forms) await saveSteps(ctx, home, round, {});
  return openPrompt(ctx, home, round, true);
});

const add: Tap = onRound(async (ctx, home, round) => {
  if (!isOpenTo(round, home.seat, ctx.now))
    return line(ctx, round.state === "revealed" ? "refused.round.revealed" : "refused.round.closed");
  if (!sealOf(round, home.seat)) return line(ctx, "stale");
  await saveSteps(ctx, home, round, {}, "add");
  await focusOn(ctx, home, round.id);
  await line(ctx, "answer.add-now");
});

const back: Tap = onRound(async (ctx, home, round) => {
  const decided = takeBack(round, home.seat, ctx.now);
  if (isRefusal(decided)) return refused(ctx, decided);
  await dropDrafts(ctx, home.me.id, round.id);
  await say(ctx, "taken-back", { roundId: round.id }, { replace: true });
  await change(ctx, home, round, decided);
});

const hasWords = (ctx: Ctx, home: MyHome, round: Round) =>
  isOpenTo(round, home.seat, ctx.now) && sealOf(round, home.seat)?.passed === false;

/** A pass on top of sealed words would destroy them: asked first, because the button may be an old one. */
const pass: Tap = onRound((ctx, home, round) =>
  hasWords(ctx, home, round) ? say(ctx, "pass-confirm", { roundId: round.id }) : passRound(ctx, home, round),
);

const askPass: Tap = onRound((ctx, home, round) =>
  hasWords(ctx, home, round) ? say(ctx, "pass-confirm", { roundId: round.id }) : line(ctx, "stale"),
);

const passYes: Tap = onRound((ctx, home, round) => passRound(ctx, home, round));

function picker(read: (args: readonly string[]) => Pick): Tap {
  return onRound((ctx, home, round, args) => pickField(ctx, home, round, Number(args[0]), read(args)));
}

const flag: Tap = onRound(async (ctx, home, round, [value]) => {
  const wanted = RECEPTION_FLAGS.find((f) => f === value) ?? null;
  const same = sealOf(round, home.seat)?.flag === wanted;
  const decided = setFlag(round, home.seat, same ? null : wanted, ctx.now);
  if (isRefusal(decided)) return refused(ctx, decided);
  await change(ctx, home, round, decided);
  await say(ctx, "sealed", { roundId: round.id }, { replace: true });
});

const response: Tap = onRound(async (ctx, home, round, [value]) => {
  const wanted = RESPONSES.find((r) => r === value);
  if (!wanted) return line(ctx, "stale");
  const decided = respond(round, home.seat, wanted);
  if (isRefusal(decided)) return refused(ctx, decided);
  if (isPaused(home.couple, ctx.now)) return sayPaused(ctx);
  await change(ctx, home, round, decided);
});

const half: Tap = onRound((ctx, home, round) => {
  const decided = blank(round, home.seat, false);
  if (isRefusal(decided)) return refused(ctx, decided);
  if (isToBeBlanked(round, home.seat)) return line(ctx, "half.later");
  return hasTakenBack(round, home.seat)
    ? line(ctx, "refused.round.half-taken")
    : say(ctx, "half-confirm", { roundId: round.id });
});

const halfYes: Tap = onRound(async (ctx, home, round) => {
  const onTheWay = (await revealsOnTheWay(ctx, home, round)).length > 0;
  const decided = blank(round, home.seat, onTheWay);
  if (isRefusal(decided)) return refused(ctx, decided);
  const now = await change(ctx, home, round, decided);
  if (isToBeBlanked(now, home.seat)) await line(ctx, "half.later");
  else await sayWhenBlank(ctx, round.id);
});

const leftover: Tap = onRound(async (ctx: Ctx, home: MyHome, round, [value]) => {
  const choice = LEFTOVER_CHOICES.find((c) => c === value);
  // The words stay where they are, and the question with them.
  if (choice === "letter" && !(await mayPass(ctx, home, "letter", round.id))) return;
  const done = choice !== undefined && (await settleLeftover(ctx, home, round, choice));
  if (done && choice === "small") return say(ctx, "small", { roundId: round.id }, { replace: true });
  if (done && choice === "delete") return takeAway(ctx, "leftover.delete");
  if (done && choice === "hold") await holdOn(ctx, home, round);
  await say(ctx, "line", { key: done ? `leftover.${choice}` : "stale" }, { replace: done });
});

/** A lone tick that is held on to: sealed anew, for another window. */
async function holdOn(ctx: Ctx, home: MyHome, round: Round): Promise<void> {
  const { kind, cards, date } = round;
  const opening = { kind, ritual: null, date, dueAt: ctx.now, by: home.me.id, cards, quietly: true };
  const [again] = await begin(ctx, home, opening);
  const asked = again ? fieldsOf(ctx.deps.content, again, home.me.language) : [];
  const answer = Object.fromEntries(
    asked.flatMap(({ key, field }) =>
      "options" in field
        ? [[key, { kind: "choices", ids: field.options.slice(0, 1).map(({ id }) => id) } as const]]
        : [],
    ),
  );
  if (again) await sealQuietly(ctx, home, again, answer);
}

const lengthTap: Tap = onRound(async (ctx, home, round, [minutes]) => {
  if (!(await chooseLength(ctx, home, round, Number(minutes)))) await line(ctx, "stale");
});

const turnTap: Tap = onRound(async (ctx, home, round, [tapped]) => {
  if (!(await takeTurn(ctx, home, round, Number(tapped)))) await line(ctx, "stale");
});

/** The rest between two parts is long enough for both. */
const goOnTap: Tap = onRound(async (ctx, home, round) => {
  if (isPaused(home.couple, ctx.now)) return sayPaused(ctx);
  // Only what the two are silent for can be shortened: a rest between two days is nobody's to hurry.
  const at = round.path === null ? null : await ctx.tx.timers.at("part", round.path);
  const silent = at !== null && (home.couple.silentUntil ?? 0) >= at;
  const went = silent && round.path !== null && (await goOnNow(ctx, round.path));
  if (went) await endSilence(ctx, home);
  else await line(ctx, "stale");
});

/** “Turn one into a card”: what somebody marked for themselves becomes a question for both. */
const leadTap: Tap = onRound(async (ctx, home, round, [index]) => {
  const lead = fieldsOf(ctx.deps.content, round, home.me.language)[Number(index)]?.field.leads;
  if (lead === undefined) return line(ctx, "stale");
  return openCard(ctx, home, lead);
});

export const roundTaps: Actions = {
  answer: { by: OPENS, run: answer },
  show: { by: BUTTON, run: show },
  seal: { by: FORM, run: sealed },
  chg: { by: BUTTON, run: changeAnswer },
  addto: { by: BUTTON, run: add },
  back: { by: BUTTON, run: back },
  pass: { by: BUTTON, run: pass },
  passyes: { by: BUTTON, run: passYes, asks: askPass },
  f: { by: BUTTON, run: picker(([, value = ""]) => ({ type: "value", value })) },
  rdy: { by: BUTTON, run: picker(() => ({ type: "ready" })) },
  skip: { by: BUTTON, run: picker(() => ({ type: "skip" })) },
  done: { by: BUTTON, run: picker(() => ({ type: "done" })) },
  flag: { by: BUTTON, run: flag },
  resp: { by: BUTTON, run: response },
  half: { by: BUTTON, run: half },
  halfyes: { by: BUTTON, run: halfYes, asks: half },
  left: { by: BUTTON, run: leftover },
  len: { by: BUTTON, run: lengthTap },
  turn: { by: BUTTON, run: turnTap },
  goon: { by: BUTTON, run: goOnTap },
  lead: { by: BUTTON, run: leadTap },
};
