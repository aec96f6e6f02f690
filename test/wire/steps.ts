/** One field after another, where answers are messages. */
import { changed, look, type Shown, type Somebody } from "./somebody.ts";

const MOST_STEPS = 40;

function actionOf(shown: Shown, verb: RegExp): string | undefined {
  return shown.buttons.find(({ action }) => verb.test(action))?.action;
}

/** A question that is being asked privately. */
export function isQuestion(shown: Shown): boolean {
  return actionOf(shown, /^pass_/) !== undefined;
}

/** The first of what is offered; what was ticked is done. Undefined where words are asked for. */
function choice(asked: Shown): string | undefined {
  const ticked = asked.buttons.some(({ label, action }) => action.startsWith("f_") && label.startsWith("✓"));
  return actionOf(asked, ticked ? /^done_/ : /^f_/);
}

/** Opens a card, if it is not open, and answers field after field until there is no further question. */
export async function answersInSteps(who: Somebody, card: Shown, words: string): Promise<void> {
  const before = look(who);
  const open = actionOf(card, /^answer_/);
  if (open !== undefined) await who.tapsOn(card, open);
  let asked = open === undefined ? card : changed(who, before).findLast(isQuestion);
  for (let step = 0; asked; step++) {
    if (step > MOST_STEPS) throw new Error(`${who.name} is asked without end:\n${asked.text}`);
    asked = await oneStep(who, asked, words);
  }
}

/** A tap turns a question into the next one where it stands; words are followed by a new message. */
async function oneStep(who: Somebody, asked: Shown, words: string): Promise<Shown | undefined> {
  const before = look(who);
  const tapped = choice(asked);
  if (tapped === undefined) await who.writes(words);
  else await who.tapsOn(asked, tapped);
  const next = changed(who, before).findLast(isQuestion);
  if (tapped !== undefined || next?.text !== asked.text) return next;
  // Words will not do here: it stays empty.
  const skip = actionOf(next, /^skip_/) ?? actionOf(next, /^pass_/) ?? "";
  const again = look(who);
  await who.tapsOn(next, skip);
  return skip.startsWith("pass_") ? undefined : changed(who, again).findLast(isQuestion);
}
