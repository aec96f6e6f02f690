/** Ways in which the two of a scenario have come together, and what they often do. */
import type { Chat } from "../../src/ports/chat.ts";
import type { Actor } from "./actor.ts";
import type { Stage } from "./stage.ts";

export interface Two {
  readonly ana: Actor;
  readonly ben: Actor;
}

/** The code of the newest invite that somebody was shown. */
export function codeOf(actor: Actor): string {
  const code = /The code is ([A-Z0-9-]+)/.exec(actor.transcript())?.[1];
  if (code === undefined) throw new Error(`${actor.name} was shown no code`);
  return code;
}

/** Two who met by an invite and have no shared chat; `where`: Ben's platform. */
export async function apart(stage: Stage, where = "stage", languages: [string, string] = ["de", "de"]): Promise<Two> {
  const ana = stage.person("Ana", "stage", languages[0]);
  const ben = stage.person("Ben", where, languages[1]);
  await meetByInvite(ana, ben);
  return { ana, ben };
}

/** Brings two together who have no shared chat. */
export async function meetByInvite(ana: Actor, ben: Actor): Promise<void> {
  await ana.types("/pair");
  await ana.taps("I’m in");
  await ben.types(`/pair ${codeOf(ana)}`);
  await ben.taps("I’m in");
  await ana.taps("Yes, that’s my partner");
}

/** After a year in which cards rested, a home ends by itself: also one whose other one has left. */
export async function homeEnds(stage: Stage): Promise<void> {
  await stage.later(366 * 24 * 3_600_000);
}

/** Opens the daily card in the shared chat. */
export async function firstCard({ ana }: Two, home: Chat): Promise<void> {
  await ana.taps("Open the first card now", home);
}

/** Opens the newest card and answers it with words. */
export async function answers(actor: Actor, words: string, chat: Chat = actor.shared()): Promise<string> {
  await actor.taps("Answer", chat);
  return actor.says(words);
}

/** The action of a button, for a stranger or for later. */
export function actionOf(actor: Actor, label: string | RegExp, chat: Chat = actor.home): string {
  return actor.button(label, chat).button.action;
}

/** All text anybody but `author` could have read so far: every chat apart from the author's own. */
export function readBy(stage: Stage, except: Actor): string {
  const parts: string[] = [];
  for (const on of stage.platforms.values()) {
    for (const [chat, shown] of on.chats) {
      if (chat.endsWith(`:p:${except.account.userId}`)) continue;
      parts.push(...shown.map((one) => JSON.stringify(one.message)));
    }
  }
  return parts.join("\n");
}

/** Every deliveries' chat and size that is not in the author's own chat: what an onlooker could count. */
export function countOutside(stage: Stage, except: Actor): number {
  const all = [...stage.platforms.values()].flatMap((on) => on.deliveries);
  return all.filter(({ to }) => to.kind === "shared" || to.userId !== except.account.userId).length;
}

/** Answers whatever the open question is, by buttons or words, until it is sealed. Cards after the first are drawn. */
export async function fillIn(actor: Actor, words: string): Promise<void> {
  const seals = () => actor.shown().filter(({ message }) => message.buttons.flat().some(isTakeBack)).length;
  const before = seals();
  for (let step = 0; step < 12 && seals() === before; step++) {
    const actions =
      actor
        .shown()
        .at(-1)
        ?.message.buttons.flat()
        .map(({ action }) => action) ?? [];
    const pick = actions.find((action) => action.startsWith("f_"));
    const done = actions.find((action) => action.startsWith("done_"));
    if (pick !== undefined) await actor.does(pick, actor.home, "o-fill");
    if (done !== undefined) await actor.does(done, actor.home, "o-fill");
    if (pick === undefined) await actor.says(words);
  }
  if (seals() === before) throw new Error(`${actor.name} could not answer:\n${actor.last()}`);
}

function isTakeBack({ label }: { label: string }): boolean {
  return label === "Take back";
}

/** Opens and answers so many daily cards together, one a day. */
export async function openTogether(stage: Stage, two: Two, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await two.ana.types("/checkin", two.ana.shared());
    for (const one of [two.ana, two.ben]) {
      await one.taps("Answer", one.shared());
      await fillIn(one, `${one.name} says something ${n}`);
    }
    await stage.later(86_400_000);
  }
}
