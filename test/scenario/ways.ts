/**
 * The ways in which a platform may take part, each as a couple: where answers are messages, where they are
 * forms, and one of each without a shared place. What is told with `answers` and `sees` holds in all of them.
 */
import type { FormField } from "../../src/domain/message.ts";
import type { Round } from "../../src/domain/round/state.ts";
import type { Chat, Reply } from "../../src/ports/chat.ts";
import { type Actor, couple } from "./actor.ts";
import { apart, fillIn } from "./couples.ts";
import { openStage, openStageOfTwo, type Stage, type StageOptions } from "./stage.ts";

export const WAYS = ["messages", "forms", "across"] as const;
export type Way = (typeof WAYS)[number];

/** What is given to one field: what is tapped or written, what is ticked, or nothing. */
export type Given = string | readonly string[] | null;

const FORMS = { forms: true, answersByMessage: false, commandsAreRead: false, canDeleteTyped: false };

export interface Pair {
  readonly stage: Stage;
  readonly ana: Actor;
  readonly ben: Actor;
  readonly both: readonly [Actor, Actor];
  /** Where what is for both is read by one of them. */
  placeOf(person: Actor): Chat;
}

export async function openPair(way: Way, options: StageOptions = {}): Promise<Pair> {
  if (way === "across") {
    const stage = await openStageOfTwo(options);
    return pairOf(stage, await apart(stage, "forms"), (person) => person.home);
  }
  const stage = await openStage(way === "forms" ? { ...options, can: FORMS } : options);
  return pairOf(stage, await couple(stage), (person) => person.shared());
}

function pairOf(stage: Stage, { ana, ben }: { ana: Actor; ben: Actor }, placeOf: Pair["placeOf"]): Pair {
  return { stage, ana, ben, both: [ana, ben], placeOf };
}

/** Opens a ritual where both read it. */
export async function opens({ placeOf }: Pair, person: Actor, kind: string): Promise<void> {
  await person.types(`/checkin ${kind}`, placeOf(person));
}

/** Answers the newest card field by field, as the platform takes it. `chat`: where the card is. */
export async function answers(person: Actor, given: readonly Given[], chat: Chat = person.home): Promise<void> {
  if (person.on.capabilities.forms) return sendsForms(person, given, chat);
  if (chat.kind === "shared") await person.taps("Answer", chat);
  for (const one of given) await gives(person, one);
}

/** The same for both. */
export async function bothAnswer(pair: Pair, given: (person: Actor) => readonly Given[]): Promise<void> {
  for (const person of pair.both) await answers(person, given(person), pair.placeOf(person));
}

async function gives(person: Actor, given: Given): Promise<void> {
  if (given === null) return void (await person.taps("Skip"));
  if (typeof given !== "string") {
    for (const label of given) await person.taps(label);
    return void (await person.taps("Done"));
  }
  const isOffered = person.shown().some(({ message }) => labels(message.buttons).includes(given));
  if (isOffered) await person.taps(given);
  else await person.says(given);
}

function labels(buttons: readonly (readonly { readonly label: string }[])[]): readonly string[] {
  return buttons.flat().map(({ label }) => label);
}

async function sendsForms(person: Actor, given: readonly Given[], chat: Chat): Promise<void> {
  let reply = await person.taps("Answer", chat);
  for (;;) {
    const { action, fields } = formOf(reply);
    const values = fields.flatMap((field) => {
      const value = valuesOf(field, given[Number.parseInt(field.id, 10)] ?? null);
      return value ? [[field.id, value] as const] : [];
    });
    await person.submits(action, Object.fromEntries(values));
    const last = fields.at(-1);
    if (!last || Number.parseInt(last.id, 10) >= given.length - 1) return;
    reply = await person.taps("Go on");
  }
}

/** Answers whatever the newest card asks: the first of what is offered, words for the rest. */
export async function answersAll(person: Actor, words: string, chat: Chat = person.home): Promise<void> {
  if (!person.on.capabilities.forms) {
    if (chat.kind === "shared") await person.taps("Answer", chat);
    return fillIn(person, words);
  }
  let reply = await person.taps("Answer", chat);
  for (let page = 0; page < 4 && reply.type === "form"; page++) {
    const { action, fields } = reply.form;
    const value = ({ input }: FormField) => ("options" in input ? (input.options[0]?.id ?? "") : words);
    await person.submits(action, Object.fromEntries(fields.map((field) => [field.id, [value(field)]])));
    if (!/a few more questions/.test(person.last())) return;
    reply = await person.taps("Go on");
  }
}

/** The open round of a kind, as it is stored. */
export async function roundOf({ stage, ana }: Pair, kind: string): Promise<Round | undefined> {
  return stage.store.transaction(async (tx) => {
    const person = await tx.people.byAccount(ana.account.platform, ana.account.userId);
    const couple = person && (await tx.couples.ofPerson(person.id));
    const rounds = couple ? await tx.rounds.ofCouple(couple.id, ["open", "half", "ready", "revealed", "closed"]) : [];
    return rounds.findLast((round) => round.kind === kind);
  });
}

/** The daily card rests, so that nothing comes between. */
export async function restsDaily({ ana, placeOf }: Pair): Promise<void> {
  await ana.types("/rituals rest heart", placeOf(ana));
}

/** Ana asks for a ritual and Ben agrees; the daily card rests. */
export async function adds(pair: Pair, words: string): Promise<void> {
  const { ana, ben, placeOf } = pair;
  await restsDaily(pair);
  await ana.types(`/rituals add ${words}`, placeOf(ana));
  await ben.taps("Yes, let’s", placeOf(ben));
}

export function formOf(reply: Reply) {
  if (reply.type !== "form") throw new Error("no form was opened");
  return reply.form;
}

/** What a form sends for a field; null for one that takes a file. */
function valuesOf({ input }: FormField, given: Given): readonly string[] | null {
  if ("options" in input) {
    const wanted = given === null ? [] : typeof given === "string" ? [given] : given;
    return wanted.map((label) => {
      const option = input.options.find((each) => each.label === label || each.id === label);
      if (!option) throw new Error(`the form has no option ${label}`);
      return option.id;
    });
  }
  if (input.kind !== "text") return null;
  return typeof given === "string" ? [given] : [];
}

/** Both read something like this where what is for both is shown. */
export function bothSee({ both, placeOf }: Pair, what: RegExp): void {
  for (const person of both) person.hasSeen(what, placeOf(person));
}

/** Neither has read anything like this anywhere. */
export function nobodySaw(pair: Pair, what: RegExp): void {
  for (const person of pair.both) saysNothingTo(pair, person, what);
}

/** Not to this person: not in private, and not where both read. */
export function saysNothingTo({ placeOf }: Pair, person: Actor, what: RegExp): void {
  person.neverSaw(what);
  person.neverSaw(what, placeOf(person));
}

/** How often something stands where both read, as one of them sees it. */
export function countOf({ placeOf }: Pair, person: Actor, what: RegExp): number {
  return [...person.transcript(placeOf(person)).matchAll(new RegExp(what, "g"))].length;
}

/** The question of the newest card in a chat: the line under its title. */
export function questionOf(person: Actor, chat: Chat): string {
  const cards = person.shown(chat).filter(({ message }) => /^& .* · [^.]*$/.test(textLine(message)));
  return textLine(cards.at(-1)?.message, 1);
}

function textLine(message: { readonly blocks: readonly object[] } | undefined, index = 0): string {
  const block = message?.blocks[index];
  return block && "text" in block ? String(block.text) : "";
}
