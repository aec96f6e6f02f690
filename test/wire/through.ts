/**
 * Two people go through whatever a ritual brings: they answer what is asked, tap what is spoken, and the clock
 * is moved over the rests. What must hold of any ritual is noted where it does not.
 */
import type { RitualKind } from "../../src/domain/ritual-kind.ts";
import type { Round } from "../../src/domain/round/state.ts";
import type { Couple } from "./couples.ts";
import { changed, look, type Shown, type Somebody, type Where } from "./somebody.ts";
import type { Wire } from "./wire.ts";

const MOST_DEEDS = 60;
const MOST_RESTS = 12;
const REVEALED = /You have both answered\./;

interface Sealed {
  readonly who: Somebody;
  readonly roundId: string;
  readonly words: string;
}

export class Through {
  readonly complaints: string[] = [];
  readonly #wire: Wire;
  readonly #people: readonly [Somebody, Somebody];
  /** Where both read what is for both. */
  readonly #place: Where;
  readonly #done = new Set<string>();
  #sealed: Sealed[] = [];
  #words = 0;

  constructor(wire: Wire, { ana, ben }: Couple, place: Where) {
    this.#wire = wire;
    this.#people = [ana, ben];
    this.#place = place;
  }

  /** One whole round of a ritual, or a path from its first part to its last. */
  async run(kind: RitualKind): Promise<readonly Round[]> {
    const known = new Set((await this.#rounds()).map(({ id }) => id));
    const reveals = this.#people.map((who) => this.#revealsTo(who));
    await this.#open(kind);
    for (let rests = 0; rests <= MOST_RESTS; rests++) {
      await this.#doEverything();
      if (!(await this.#rest())) break;
      if (rests === MOST_RESTS) this.#complain(`${kind.id} does not come to an end`);
    }
    const rounds = (await this.#rounds()).filter(({ id }) => !known.has(id));
    for (const [index, who] of this.#people.entries()) {
      this.#judgeReveals(kind, rounds, who, this.#revealsTo(who) - (reveals[index] ?? 0));
    }
    for (const round of rounds) if (!this.#hasJoined(round, rounds)) this.#judgeSeals(round);
    return rounds;
  }

  #complain(what: string): void {
    this.complaints.push(what);
  }

  #rounds(): Promise<readonly Round[]> {
    const [ana] = this.#people;
    return this.#wire.store.transaction(async (tx) => {
      const person = await tx.people.byAccount(ana.platform, ana.userId);
      const couple = person && (await tx.couples.ofPerson(person.id));
      return couple ? tx.rounds.ofCouple(couple.id, ["open", "half", "ready", "revealed", "closed"]) : [];
    });
  }

  async #open(kind: RitualKind): Promise<void> {
    const alone = kind.opens === "alone";
    for (const who of alone ? this.#people : this.#people.slice(0, 1)) {
      const where = alone ? "private" : this.#place;
      const before = { private: look(who), home: look(who, "home") };
      await who.types(`/checkin ${kind.id}`, where);
      const shown = [...changed(who, before.private), ...changed(who, before.home, "home")];
      if (shown.length === 0) this.#complain(`${kind.id} shows nothing to ${who.name}`);
    }
  }

  async #doEverything(): Promise<void> {
    for (let deeds = 0; await this.#doNext(); deeds++) {
      if (deeds > MOST_DEEDS) return this.#complain("there is always something more to do");
    }
  }

  /** Does the first thing that was not done yet; false when there is none. */
  async #doNext(): Promise<boolean> {
    for (const who of this.#people) {
      for (const shown of this.#visible(who)) {
        for (const { action } of shown.buttons) if (await this.#do(who, shown, action)) return true;
      }
    }
    return false;
  }

  #visible(who: Somebody): readonly Shown[] {
    return this.#place === "home" ? [...who.sees("home"), ...who.sees()] : who.sees();
  }

  async #do(who: Somebody, shown: Shown, action: string): Promise<boolean> {
    const [verb = "", roundId = "", turn = ""] = action.split("_");
    if (verb === "answer" || verb === "pass") {
      if (!this.#first(`${who.name} ${roundId}`)) return false;
      await this.#answer(who, shown, roundId);
    } else if (verb === "len") {
      if (!this.#first(`length ${roundId}`)) return false;
      await who.tapsOn(shown, action);
    } else if (verb === "turn") {
      // What lasts for a chosen time ends by itself.
      if (this.#done.has(`length ${roundId}`) || who !== this.#people[Number(turn) % 2]) return false;
      if (!this.#first(`turn ${roundId} ${turn}`)) return false;
      await who.tapsOn(shown, action);
    } else return false;
    return true;
  }

  #first(deed: string): boolean {
    if (this.#done.has(deed)) return false;
    this.#done.add(deed);
    return true;
  }

  async #answer(who: Somebody, card: Shown, roundId: string): Promise<void> {
    this.#words += 1;
    const words = `heron${this.#words}of${who.name}`;
    await who.answersOn(card, words);
    this.#sealed.push({ who, roundId, words });
    const rounds = new Map((await this.#rounds()).map((round) => [round.id, round]));
    this.#sealed = this.#sealed.filter((sealed) => !this.#isFree(rounds.get(sealed.roundId)));
    for (const sealed of this.#sealed) this.#judgeSecrecy(sealed);
  }

  /** Shown to both, and no secret any more. */
  #isFree(round: Round | undefined): boolean {
    return round?.state === "revealed" && round.disclosure === "both";
  }

  /** What was not revealed, what did not match and what is one's own is read by nobody else. */
  #judgeSecrecy({ who, words, roundId }: Sealed): void {
    const other = this.#people.find((each) => each !== who);
    const read = [...(other?.sees() ?? []), ...who.sees("home"), ...(other?.sees("home") ?? [])];
    if (read.some(({ text }) => text.includes(words))) this.#complain(`${words} of ${roundId} was read too early`);
    if (this.#wire.lines.some((line) => line.includes(words))) this.#complain(`${words} stands in the log`);
  }

  #revealsTo(who: Somebody): number {
    return this.#visible(who).filter(({ text }) => REVEALED.test(text)).length;
  }

  #judgeReveals(kind: RitualKind, rounds: readonly Round[], who: Somebody, seen: number): void {
    // Two rounds that were revealed as a pair are one reveal.
    const isSecond = (round: Round) => round.state === "revealed" && round.pair !== null && round.pair < round.id;
    const revealed = rounds.filter((round) => round.state === "revealed" && !isSecond(round)).length;
    if (seen !== revealed) this.#complain(`${kind.id}: ${who.name} read ${seen} reveals of ${revealed}`);
    for (const sealed of this.#sealed) this.#judgeSecrecy(sealed);
  }

  /** Everything that was asked was answered, and what is for both was revealed. */
  #judgeSeals(round: Round): void {
    if (!round.asked.every((seat) => this.#wasAnswered(round, seat))) this.#complain(`${round.cards} was not answered`);
    const shared = round.asked.length === 2 && !this.#isSpoken(round);
    if (shared && round.state !== "revealed") this.#complain(`${round.cards} was answered and is ${round.state}`);
  }

  /** Who comes second to the same thing alone answers in the round of the first. */
  #hasJoined({ asked, cards }: Round, rounds: readonly Round[]): boolean {
    const twin = (each: Round) => each.asked.length === 2 && each.cards.join() === cards.join();
    return asked.length === 1 && rounds.some(twin);
  }

  #wasAnswered(round: Round, seat: "a" | "b"): boolean {
    if (this.#isSpoken(round)) return round.state === "closed";
    return round.state !== "open" && round.seals[seat]?.passed === false;
  }

  #isSpoken({ cards }: Round): boolean {
    return cards.every((id) => this.#wire.content.card(id, "en")?.fields.length === 0);
  }

  /** Moves the clock to the next part of a path; false when none is to come. */
  async #rest(): Promise<boolean> {
    const [part, silence] = await this.#wire.store.transaction(async (tx) => [
      await tx.timers.next("part"),
      await tx.timers.next("silence"),
    ]);
    const next = [part, silence]
      .filter((timer) => timer !== null && timer !== undefined)
      .sort((a, b) => a.at - b.at)[0];
    if (!next) return false;
    await this.#wire.later(Math.max(0, next.at - this.#wire.clock.now()) + 1000);
    return true;
  }
}
