/** The ten rules, checked against everything that left the process and everything that was stored. */

import { textOf as wordsOf } from "../../src/application/rounds/fields.ts";
import type { Answer } from "../../src/domain/answer.ts";
import { DAY } from "../../src/domain/ids.ts";
import type { Block, Message } from "../../src/domain/message.ts";
import { inQuiet, quietEnds } from "../../src/domain/quiet.ts";
import type { Round, Seal } from "../../src/domain/round/state.ts";
import type { Delivery } from "../../src/ports/chat.ts";
import { textOf } from "../scenario/platform.ts";
import { MARK, type Play } from "./play.ts";
import type { Who } from "./steps.ts";

/** A rule was broken. The message says which, and shows what left the process. */
class Broken extends Error {
  override readonly name = "Broken";

  constructor(what: string) {
    super(what.replaceAll(/x{20,}/g, "x…"));
  }
}

const PRESSURE = /hasn.t answered|waiting for you|streak|still waiting|don.t let/i;

interface Facts {
  readonly now: number;
  readonly rounds: readonly Round[];
  readonly answers: ReadonlyMap<string, Answer>;
  readonly ids: Readonly<Record<Who, string>>;
  readonly quiet: Readonly<Record<Who, boolean>>;
  readonly seat: Readonly<Record<Who, "a" | "b">>;
  /** Before this, what was shown is deleted: the shorter wish of the two. */
  readonly keptSince: number;
  /** Somebody sealed a round in the very quiet hours that run now. */
  readonly sealedInQuiet: Readonly<Record<Who, boolean>>;
}

function marks(text: string): { mark: string; author: Who }[] {
  return [...text.matchAll(MARK)].map(([mark, author]) => ({ mark, author: author as Who }));
}

/** What is stored and who sleeps, read after a step. */
export async function factsOf(play: Play): Promise<Facts | null> {
  const { stage, people } = play;
  return stage.store.transaction(async (tx) => {
    const [ana, ben] = [
      await tx.people.byAccount(people.ana.account.platform, people.ana.account.userId),
      await tx.people.byAccount(people.ben.account.platform, people.ben.account.userId),
    ];
    const couple = ana && (await tx.couples.ofPerson(ana.id));
    if (!ana || !ben || !couple) return null;
    const rounds = await tx.rounds.ofCouple(couple.id, ["open", "half", "ready", "revealed", "closed"]);
    const answers = new Map<string, Answer>();
    for (const round of rounds) {
      for (const [who, id] of [
        ["ana", ana.id],
        ["ben", ben.id],
      ] as const) {
        const answer = await tx.answers.get(round.id, id);
        if (answer) answers.set(`${round.id}:${who}`, answer);
      }
    }
    const asleep = (p: typeof ana) => inQuiet(p.quiet, p.zone, stage.now);
    const seat = {
      ana: couple.people.a === ana.id ? ("a" as const) : ("b" as const),
      ben: couple.people.a === ben.id ? ("a" as const) : ("b" as const),
    };
    const sameNight = (p: typeof ana, s: "a" | "b") =>
      rounds.some((round) => {
        const seal = round.state === "open" ? undefined : round.seals[s];
        return (
          seal !== undefined && inQuiet(p.quiet, p.zone, seal.at) && quietEnds(p.quiet, p.zone, seal.at) > stage.now
        );
      });
    return {
      now: stage.now,
      rounds,
      answers,
      ids: { ana: ana.id, ben: ben.id },
      quiet: { ana: asleep(ana), ben: asleep(ben) },
      seat,
      keptSince: [ana, ben].some(({ keep }) => keep === "month") ? stage.now - 29 * DAY : 0,
      sealedInQuiet: { ana: sameNight(ana, seat.ana), ben: sameNight(ben, seat.ben) },
    };
  });
}

function messageOf(delivery: Delivery): Message | null {
  return delivery.operation.type === "delete" ? null : delivery.operation.message;
}

function readers(play: Play, delivery: Delivery): readonly (Who | "stranger" | "shared")[] {
  if (delivery.to.kind === "shared") return ["shared"];
  const { userId } = delivery.to;
  const found = (["ana", "ben"] as const).find((who) => play.people[who].account.userId === userId);
  return [found ?? "stranger"];
}

function quotes(message: Message): Extract<Block, { type: "quote" }>[] {
  return message.blocks.filter((block) => block.type === "quote");
}

/** Rules 1, 2 and 4: whose words reach whom. */
function checkWords(play: Play, delivery: Delivery, facts: Facts | null): void {
  const message = messageOf(delivery);
  if (!message) return;
  const text = textOf(message);
  const [reader] = readers(play, delivery);
  if (reader === "stranger" && /\b(Ana|Ben)\b|«/.test(text)) throw new Broken(`rule 4: a stranger is told ${text}`);
  if (PRESSURE.test(text)) throw new Broken(`rule 8: ${text}`);
  const foreign = marks(text).filter(({ mark, author }) => author !== reader && !play.released.has(mark));
  if (foreign.length === 0) return;
  if (delivery.to.kind === "shared" && play.platform.audienceNow !== "only-two" && delivery.operation.type === "send") {
    throw new Broken(`rule 10: shown where others can see: ${text}`);
  }
  const round = facts?.rounds.find(
    (r) => text.includes("both answered") && message.buttons.flat().some((b) => b.action.includes(r.id)),
  );
  const shown = new Set(quotes(message).map((quote) => quote.by));
  const takenBack = /taken this half back/.test(text);
  if (!/You have both answered/.test(text)) throw new Broken(`rule 1: early: ${text}`);
  if (shown.size < 2 && !takenBack) throw new Broken(`rule 2: one half: ${text}`);
  if (round && round.state !== "revealed") throw new Broken(`rule 2: shown but not revealed: ${text}`);
}

/** Rule 9: nothing of the bot's own accord in somebody's quiet hours. */
function checkQuiet(play: Play, delivery: Delivery, facts: Facts | null): void {
  const message = messageOf(delivery);
  if (!message || !facts || delivery.operation.type !== "send") return;
  const [reader] = readers(play, delivery);
  const concerned: Who[] = reader === "shared" ? ["ana", "ben"] : reader === "ana" || reader === "ben" ? [reader] : [];
  // Whoever cannot be answered privately is answered where they spoke, without a sound.
  if (message.silent && reader === "shared" && play.acting !== "nobody") return;
  const reveal = /You have both answered|so your answers come here/.test(textOf(message));
  for (const who of concerned) {
    const own = play.acting === who || play.delayed;
    if (facts.quiet[who] && !own && !(reveal && facts.sealedInQuiet[who])) {
      throw new Broken(
        `rule 9: in ${who}'s quiet hours (${new Date(play.stage.now).toISOString()}): ${textOf(message)}`,
      );
    }
  }
}

/** A reveal is sent once to a chat, however often anything is repeated. */
export function checkOnce(play: Play): void {
  const seen = new Set<string>();
  for (const delivery of play.platform.deliveries) {
    const message = messageOf(delivery);
    if (!message || delivery.operation.type !== "send" || !/You have both answered/.test(textOf(message))) continue;
    const round = /resp_([A-Za-z0-9]{16})_/.exec(
      message.buttons
        .flat()
        .map((b) => b.action)
        .join(" "),
    )?.[1];
    if (round === undefined) continue;
    const key = `${JSON.stringify(delivery.to)}:${round}`;
    if (seen.has(key)) throw new Broken(`rule 2: revealed twice in ${JSON.stringify(delivery.to)}: ${textOf(message)}`);
    seen.add(key);
  }
}

/** Rule 3: what its author was told is sealed is stored, word for word, until it is revealed or given back. */
function checkStored(facts: Facts): void {
  for (const round of facts.rounds) {
    if (round.state === "closed" || (round.state === "revealed" && round.revealedAt < facts.keptSince)) continue;
    const seals = round.state === "open" ? {} : round.seals;
    for (const who of ["ana", "ben"] as const) {
      if (!round.asked.includes(facts.seat[who])) continue;
      const seal: Seal | undefined = seals[facts.seat[who]];
      // Words that came after the window's end are kept until their author says what becomes of them.
      const late = facts.now >= round.windowEndsAt;
      const answer = facts.answers.get(`${round.id}:${who}`);
      const blanked = round.state === "revealed" && round.blanked.includes(facts.seat[who]);
      if (seal && !seal.passed && !answer && !blanked) throw new Broken(`rule 3: ${who}'s sealed words are gone`);
      if (seal?.passed && answer && !late) throw new Broken(`rule 7: words were kept beside a pass of ${who}`);
      if (!seal && answer && !late) throw new Broken(`rule 5: ${who}'s words were kept after they were taken back`);
      const foreign =
        answer && marks(Object.values(answer).map(wordsOf).join(" ")).some(({ author }) => author !== who);
      if (foreign) throw new Broken(`somebody else's words are stored as ${who}'s`);
    }
  }
}

/** Rule 6: after its window's end a round is open to nobody who has no answer in it, and ends after 30 days at most. */
function checkWindow(play: Play, delivery: Delivery, facts: Facts | null): void {
  const message = messageOf(delivery);
  const [reader] = readers(play, delivery);
  if (!message || !facts || delivery.operation.type !== "send" || reader === "stranger") return;
  for (const { action } of message.buttons.flat()) {
    const [verb, id] = action.split("_");
    const round = verb === "answer" || verb === "pass" ? facts.rounds.find((one) => one.id === id) : undefined;
    if (!round || facts.now < round.windowEndsAt || play.delayed) continue;
    const seals = round.state === "open" ? {} : round.seals;
    const own = reader === "ana" || reader === "ben" ? seals[facts.seat[reader]] : undefined;
    if (own?.passed !== false || round.state === "closed")
      throw new Broken(`rule 6: after its end: ${textOf(message)}`);
  }
}

function checkEnds(facts: Facts): void {
  const waits = facts.rounds.find(
    ({ state, windowEndsAt }) => state !== "closed" && state !== "revealed" && facts.now > windowEndsAt + 30 * DAY,
  );
  if (waits) throw new Broken(`rule 6: a round outlived its window by more than 30 days: ${waits.date}`);
}

/** At the end, with nothing in the way: what both have sealed was shown to both. */
export function checkRevealed(facts: Facts): void {
  const stuck = facts.rounds.find((round) => round.state === "ready");
  if (stuck) throw new Broken(`rule 3: a round that both have sealed was never revealed: ${stuck.date}`);
}

/** Each revealed round was delivered: to the shared chat, or to both private ones. */
export function checkDelivered(play: Play, facts: Facts): void {
  for (const round of facts.rounds) {
    if (round.state !== "revealed" || round.blanked.length === 2) continue;
    const where = new Set<string>();
    for (const delivery of play.platform.deliveries) {
      const message = messageOf(delivery);
      if (
        message &&
        /You have both answered/.test(textOf(message)) &&
        message.buttons.flat().some((b) => b.action.includes(round.id))
      ) {
        where.add(delivery.to.kind === "shared" ? "shared" : delivery.to.userId);
      }
    }
    const both = where.has(play.people.ana.account.userId) && where.has(play.people.ben.account.userId);
    if (!where.has("shared") && !both)
      throw new Broken(`rule 3: a decided reveal was not delivered (${[...where].join()})`);
  }
}

/** Checks what a step sent and what it left in the database. `from`: the first delivery of the step. */
export async function checkStep(play: Play, from: number): Promise<void> {
  const facts = await factsOf(play);
  for (const delivery of play.platform.deliveries.slice(from)) {
    checkWords(play, delivery, facts);
    checkQuiet(play, delivery, facts);
    checkWindow(play, delivery, facts);
  }
  if (facts) {
    checkStored(facts);
    checkEnds(facts);
  }
  const trouble = play.stage.lines.find((line) => /given up|could not be sent|rejected/.test(line));
  if (trouble) throw new Broken(`the program failed: ${trouble}`);
}
