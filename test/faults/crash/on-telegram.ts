/** A person on Telegram. Whatever they send is kept by the platform until the program has dealt with it. */
import type { FakeGroup, FakeMessage, FakePerson } from "../../fakes/telegram/index.ts";
import { type Actor, ASKS, PATIENCE } from "./actor.ts";
import type { Act, Deed, Seat } from "./ledger.ts";
import { keysOf, type Scene } from "./scene.ts";
import { wordsIn } from "./texts.ts";

const SEALED = /^Sealed\./;
/** It takes no longer than this, as a rule, to write down that a line was sent, in milliseconds. */
const USUAL = 700;
const REFUSED = /open already|has closed|had its day|nothing sealed|an answer can have/;
const ANSWERED = new RegExp(`^Sealed\\.|Taken back|Not today, then|${REFUSED.source}`);

export class OnTelegram implements Actor {
  readonly can = ["edit", "add", "change", "take back", "pass"] as const;
  readonly couple: string;
  readonly seat: Seat;
  readonly scene: Scene;
  readonly person: FakePerson;
  /** Null: cards and reveals come in private. */
  readonly home: FakeGroup | null;
  /** What was typed last for a round, and its text. */
  #typed: { round: string; message: FakeMessage; text: number } | null = null;

  constructor(scene: Scene, couple: string, seat: Seat, person: FakePerson, home: FakeGroup | null) {
    this.scene = scene;
    this.couple = couple;
    this.seat = seat;
    this.person = person;
    this.home = home;
  }

  get #chat(): readonly FakeMessage[] {
    return this.person.chat.fromBot;
  }

  /** What the bot has said in private since, by a new message or on an old one. */
  #since(order: number, pattern: RegExp): FakeMessage | undefined {
    return this.#chat.findLast(
      (message) => this.scene.orderOf(message) > order && pattern.test(message.text) && !this.#isEcho(message),
    );
  }

  /** What a kill may have made the bot say again, before anything else, says nothing about what was done since. */
  #isEcho(message: FakeMessage): boolean {
    const order = this.scene.orderOf(message);
    const before = this.#chat.findLast((each) => this.scene.orderOf(each) < order);
    return before !== undefined && before.texts[0] === message.texts[0] && this.scene.isCut(before, USUAL);
  }

  async #reads(order: number, pattern: RegExp, ms = PATIENCE): Promise<FakeMessage | null> {
    return this.scene.until(() => this.#since(order, pattern), ms);
  }

  async settlesIn(): Promise<void> {
    const order = this.scene.order();
    this.person.sends("/settings quiet off");
    await this.#reads(order, /[Qq]uiet/);
    if (this.seat === "b") return;
    this.person.sends("/rituals rest heart");
    const rests = (message: FakeMessage) => /is resting/.test(message.text);
    await this.scene.until(() => (this.home?.fromBot ?? this.#chat).some(rests), PATIENCE);
  }

  newestCard(): string | null {
    const keys = (this.home?.fromBot ?? this.#chat).flatMap(keysOf);
    return keys.findLast(({ action }) => /^(answer|pass|f|rdy|skip|done)_/.test(action))?.action.split("_")[1] ?? null;
  }

  async asksForCard(): Promise<string | null> {
    const before = this.newestCard();
    for (let attempt = 0; attempt < ASKS; attempt += 1) {
      if (this.home) this.person.sendsIn(this.home, "/checkin");
      else this.person.sends("/checkin");
      const found = await this.scene.until(() => {
        const round = this.newestCard();
        return round !== before && !this.scene.rounds.has(round ?? "") && round;
      }, PATIENCE);
      if (found) return found;
    }
    return null;
  }

  async answers(round: string, words: number): Promise<Act> {
    const before = this.scene.order();
    const message = this.#sealedOf(round);
    const again = message?.labels.includes("Change");
    if (message && again) this.person.taps(message, "Change");
    else this.person.start(`answer_${round}`);
    await this.#reads(before, /Only you see this|open already|has closed/);
    return this.#fillsIn(round, words);
  }

  /** The card's questions one after the other: what can be tapped is tapped, the rest is written. */
  async #fillsIn(round: string, words: number): Promise<Act> {
    const ids: number[] = [];
    const act = this.#acts(round, { type: "seal", texts: ids });
    let from = act.order;
    for (let step = 0; step < 9; step += 1) {
      const taps = this.#asked(round);
      if (taps) void this.person.taps(taps.message, taps.action);
      else {
        const { id, text } = this.scene.text(this.couple, round, this.seat, this.#room(words));
        ids.push(id);
        from = this.scene.order();
        this.#typed = { round, message: this.person.sends(text), text: id };
      }
      const next = await this.#next(from, taps?.message);
      if (!next) return act;
      if (!/Only you see this/.test(next.text)) return this.#settles(act, next);
      from = this.scene.orderOf(next);
    }
    return act;
  }

  /** What came of one step: the end, the next question, or another text on the tapped one. */
  #next(from: number, tapped: FakeMessage | undefined): Promise<FakeMessage | null> {
    const shown = tapped?.text;
    const ended = () => this.#since(from, ANSWERED);
    const asked = () => this.#since(from, /Only you see this/);
    return this.scene.until(() => ended() ?? asked() ?? (tapped?.text === shown ? undefined : tapped), PATIENCE);
  }

  /** Several questions share the room that an answer has. */
  #room(words: number): number {
    const question = this.#chat.findLast((each) => each.labels.includes("Not today"))?.text ?? "";
    return /^\d of \d: /m.test(question) ? Math.min(words, 30) : words;
  }

  /** The button of the question that is asked now; null when words are asked for. */
  #asked(round: string): { message: FakeMessage; action: string } | null {
    const message = this.#chat.findLast((each) => each.labels.includes("Not today"));
    const action = message && keysOf(message).find((key) => key.action.startsWith(`f_${round}`))?.action;
    return message && action ? { message, action } : null;
  }

  #acts(round: string, deed: Deed): Act {
    return this.scene.act(this.couple, round, this.seat, deed);
  }

  #settles(act: Act, line: FakeMessage): Act {
    act.outcome = REFUSED.test(line.text) ? "refused" : "acked";
    return act;
  }

  #sealedOf(round: string): FakeMessage | undefined {
    return this.#chat.findLast((message) => keysOf(message).some((key) => key.action === `back_${round}`));
  }

  async does(change: "edit" | "add" | "take back" | "pass", round: string): Promise<Act | null> {
    if (change === "edit") return this.#edits(round);
    if (change === "add") return this.#adds(round);
    const label = change === "pass" ? "Not today" : "Take back";
    if (change === "pass") {
      const from = this.scene.order();
      this.person.start(`answer_${round}`);
      await this.#reads(from, /Only you see this|Sealed\.|open already/);
    }
    const message = change === "pass" ? this.#promptOf(round) : this.#sealedOf(round);
    if (!message) return null;
    const act = this.#acts(round, { type: "clear" });
    void this.person.taps(message, label, { stale: true });
    if (change === "pass") await this.#confirmsPass(act.order, message);
    const done = /Taken back|Not today, then/;
    const line = await this.scene.until(
      () => (done.test(message.text) ? message : this.#since(act.order, ANSWERED)),
      PATIENCE,
    );
    // Only its own words tell that it was done; a “Sealed” that comes now is of something before.
    if (line && !SEALED.test(line.text)) this.#settles(act, line);
    return act;
  }

  /** A pass on top of sealed words is asked about first. */
  async #confirmsPass(from: number, tapped: FakeMessage): Promise<void> {
    const asks = () => this.#since(from, /would delete it/);
    const over = () => (/Not today, then/.test(tapped.text) ? tapped : this.#since(from, ANSWERED));
    const question = await this.scene.until(() => asks() ?? over(), PATIENCE);
    if (question && question === asks()) void this.person.taps(question, "Delete it and pass", { stale: true });
  }

  #promptOf(round: string): FakeMessage | undefined {
    return this.#chat.findLast((message) => keysOf(message).some((key) => key.action === `pass_${round}`));
  }

  async #edits(round: string): Promise<Act | null> {
    const typed = this.#typed;
    if (typed?.round !== round) return null;
    const { id, text } = this.scene.text(this.couple, round, this.seat, 6);
    const act = this.#acts(round, { type: "edit", from: typed.text, to: id });
    this.person.edits(typed.message, text);
    this.#typed = { ...typed, text: id };
    const line = await this.#reads(act.order, /^Sealed\.|open already/, PATIENCE / 2);
    return line ? this.#settles(act, line) : act;
  }

  async #adds(round: string): Promise<Act | null> {
    const message = this.#sealedOf(round);
    if (!message?.labels.includes("Add")) return null;
    const before = this.scene.order();
    void this.person.taps(message, "Add");
    if (!(await this.#reads(before, /Write what you’d like to add|had its day/))) return null;
    if (this.#since(before, /had its day/)) return null;
    const { id, text } = this.scene.text(this.couple, round, this.seat, 7);
    const act = this.#acts(round, { type: "add", text: id });
    this.#typed = { round, message: this.person.sends(text), text: id };
    const line = await this.#reads(act.order, /^Sealed\.|Shall I show this below it|What is this\?/);
    // Asked what it is, it was not taken: the reveal, or a restart of ours, came before.
    if (line && !SEALED.test(line.text)) act.outcome = "refused";
    else if (line) this.#settles(act, line);
    return act;
  }

  seesReveal(round: string): boolean {
    return (this.home?.fromBot ?? this.#chat).some((message) =>
      wordsIn(message.text).some((word) => this.scene.written.get(word.text)?.round === round),
    );
  }

  async responds(round: string): Promise<void> {
    const message = (this.home?.fromBot ?? this.#chat).findLast((each) =>
      keysOf(each).some((key) => key.action === `resp_${round}_same`),
    );
    if (message) await this.person.taps(message, `resp_${round}_same`, { timeoutMs: PATIENCE }).catch(() => {});
  }

  async looks(round: string): Promise<void> {
    const from = this.scene.order();
    this.person.sends("/answer");
    const line = await this.#reads(from, /^Sealed\.|Only you see this|These are open|No card is open|open already/);
    if (line === null || !keysOf(line).some((key) => key.action.includes(round))) return;
    const { couple, seat } = this;
    this.scene.looks.push({ couple, round, seat, sealed: SEALED.test(line.text), texts: null, order: from });
  }
}
