/** A person on Telegram. Whatever they send is kept by the platform until the program has dealt with it. */
import type { FakeGroup, FakeMessage, FakePerson } from "../../fakes/telegram/index.ts";
import { type Actor, ASKS, KIND, PATIENCE } from "./actor.ts";
import type { Act, Deed, Seat } from "./ledger.ts";
import { type Line, Lines } from "./lines.ts";
import { keysOf, type Scene } from "./scene.ts";
import { first, wordsIn } from "./texts.ts";

const SEALED = /^Sealed\./;
const PROMPT = /Only you see this/;
/** Words came too late, or were not wanted: nothing was sealed with them. */
const NOT_TAKEN = /Shall I show this below it|What is this\?|an answer can have|No card is open/;
/** Words where a choice was asked for: nothing of them is in the answer. */
const NOT_WORDS = /please use the buttons/;
const CLEARED = /Taken back|Not today, then/;
const NOT_CLEARED = /open already|has closed|had its day|nothing sealed/;
function either(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join("|"));
}

export class OnTelegram implements Actor {
  readonly can = ["edit", "add", "change", "take back", "pass"] as const;
  readonly couple: string;
  readonly seat: Seat;
  readonly scene: Scene;
  readonly person: FakePerson;
  /** Null: cards and reveals come in private. */
  readonly home: FakeGroup | null;
  readonly #lines: Lines;
  /** What was typed last for a round, and its text. */
  #typed: { round: string; message: FakeMessage; text: number } | null = null;

  constructor(scene: Scene, couple: string, seat: Seat, person: FakePerson, home: FakeGroup | null) {
    this.scene = scene;
    this.couple = couple;
    this.seat = seat;
    this.person = person;
    this.home = home;
    this.#lines = new Lines(scene, person);
  }

  get #chat(): readonly FakeMessage[] {
    return this.person.chat.fromBot;
  }

  reads(): readonly string[] {
    return [...(this.home?.fromBot.slice(-5) ?? []), ...this.#chat.slice(-8)].map((each) => first(each.text));
  }

  async settlesIn(): Promise<void> {
    const order = this.scene.order();
    this.person.sends("/settings quiet off");
    await this.#lines.next(order, /[Qq]uiet/);
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
    for (let attempt = 1; attempt <= ASKS; attempt += 1) {
      this.scene.asks.push({ couple: this.couple, order: this.scene.order() });
      if (this.home) this.person.sendsIn(this.home, `/checkin ${KIND}`);
      else this.person.sends(`/checkin ${KIND}`);
      const found = await this.scene.until(() => {
        const round = this.newestCard();
        return round !== before && !this.scene.rounds.has(round ?? "") && round;
      }, PATIENCE);
      if (found) return found;
    }
    return null;
  }

  async answers(round: string, words: number): Promise<Act> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const prompt = await this.#opens(round);
      // What was begun before is given up, so that it is known what the answer is made of.
      if (!/^[2-9] of \d: /m.test(prompt?.message.text ?? "")) break;
      await this.does("pass", round);
    }
    return this.#fillsIn(round, words);
  }

  #opens(round: string): Promise<Line | null> {
    const before = this.scene.order();
    const message = this.#sealedOf(round);
    if (message?.labels.includes("Change")) void this.person.taps(message, "Change");
    else this.person.start(`answer_${round}`);
    return this.#lines.next(before, either(PROMPT, SEALED, /open already|has closed/));
  }

  /** The card's questions one after the other: what can be tapped is tapped, the rest is written. */
  async #fillsIn(round: string, words: number): Promise<Act> {
    const ids: number[] = [];
    const act = this.#acts(round, { type: "seal", texts: ids });
    let from = act.order;
    for (let step = 0; step < 9; step += 1) {
      const question = this.#question;
      const taps = this.#asked(round);
      const next = taps ? await this.#picks(from, taps) : await this.#writes(from, { round, ids, words });
      if (!next) return act;
      if (!PROMPT.test(next.message.text)) return this.#settles(act, next, SEALED);
      if (next.message.text === question) return act;
      from = this.scene.orderOf(next.message);
    }
    return act;
  }

  #writes(from: number, { round, ids, words }: { round: string; ids: number[]; words: number }): Promise<Line | null> {
    const { id, text } = this.scene.text(this.couple, round, this.seat, this.#room(words));
    const question = this.#question;
    ids.push(id);
    this.#typed = { round, message: this.person.sends(text), text: id };
    const sent = Math.max(from, this.scene.order());
    const heard = this.#lines.next(sent, either(PROMPT, SEALED, NOT_TAKEN), question);
    return heard.then((line) => {
      if (this.#lines.since(sent, NOT_WORDS).length > 0) ids.pop();
      return line;
    });
  }

  /** The next question may stand in the place of the one that was tapped. */
  async #picks(from: number, { message, action }: { message: FakeMessage; action: string }): Promise<Line | null> {
    const shown = message.text;
    void this.person.taps(message, action);
    const said = () => this.#lines.since(from, either(PROMPT, SEALED)).findLast((each) => each !== message);
    const next = await this.scene.until(() => (message.text === shown ? said() : message), PATIENCE);
    return next && { message: next, sure: next === message || !this.#lines.isEcho(next) };
  }

  get #question(): string {
    return this.#chat.findLast((each) => each.labels.includes("Not today"))?.text ?? "";
  }

  /** Several questions share the room that an answer has. */
  #room(words: number): number {
    return /^\d of \d: /m.test(this.#question) ? Math.min(words, 30) : words;
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

  /** Only what is certain is acknowledged; all else may have been done or not. */
  #settles(act: Act, line: Line | null, done: RegExp): Act {
    if (line?.sure && done.test(line.message.text)) act.outcome = "acked";
    return act;
  }

  #sealedOf(round: string): FakeMessage | undefined {
    return this.#chat.findLast((message) => keysOf(message).some((key) => key.action === `back_${round}`));
  }

  async does(change: "edit" | "add" | "take back" | "pass", round: string): Promise<Act | null> {
    if (change === "edit") return this.#edits(round);
    if (change === "add") return this.#adds(round);
    return change === "pass" ? this.#passes(round) : this.#takesBack(round);
  }

  async #takesBack(round: string): Promise<Act | null> {
    const message = this.#sealedOf(round);
    return message ? this.#clears(round, message, "Take back") : null;
  }

  async #passes(round: string): Promise<Act | null> {
    const from = this.scene.order();
    this.person.start(`answer_${round}`);
    await this.#lines.next(from, either(PROMPT, SEALED, /open already/));
    const message = this.#promptOf(round);
    return message ? this.#clears(round, message, "Not today") : null;
  }

  async #clears(round: string, message: FakeMessage, label: string): Promise<Act> {
    const act = this.#acts(round, { type: "clear" });
    void this.person.taps(message, label, { stale: true });
    if (label === "Not today") await this.#confirmsPass(act.order, message);
    const changed = () => (CLEARED.test(message.text) ? message : undefined);
    const said = () =>
      this.#lines.since(act.order, either(CLEARED, NOT_CLEARED)).findLast((each) => !this.#lines.isEcho(each));
    const line = await this.scene.until(() => changed() ?? said(), PATIENCE);
    return this.#settles(act, line && { message: line, sure: true }, CLEARED);
  }

  /** A pass on top of sealed words is asked about first. */
  async #confirmsPass(from: number, tapped: FakeMessage): Promise<void> {
    const asks = () => this.#lines.since(from, /would delete it/).at(-1);
    const over = () =>
      CLEARED.test(tapped.text) ? tapped : this.#lines.since(from, either(CLEARED, NOT_CLEARED)).at(-1);
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
    const line = await this.#lines.next(act.order, either(SEALED, /changes nothing that was shown/));
    return this.#settles(act, line, SEALED);
  }

  async #adds(round: string): Promise<Act | null> {
    const message = this.#sealedOf(round);
    if (!message?.labels.includes("Add")) return null;
    const before = this.scene.order();
    void this.person.taps(message, "Add");
    const asked = await this.#lines.next(before, /Write what you’d like to add|had its day/);
    if (!asked || /had its day/.test(asked.message.text)) return null;
    const { id, text } = this.scene.text(this.couple, round, this.seat, 7);
    const act = this.#acts(round, { type: "add", text: id });
    this.#typed = { round, message: this.person.sends(text), text: id };
    return this.#settles(act, await this.#lines.next(act.order, either(SEALED, NOT_TAKEN)), SEALED);
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
    const line = await this.#lines.next(from, either(SEALED, PROMPT, /These are open|No card is open|open already/));
    if (!line?.sure || !keysOf(line.message).some((key) => key.action.includes(round))) return;
    const { couple, seat } = this;
    const sealed = SEALED.test(line.message.text);
    this.scene.looks.push({ couple, round, seat, sealed, texts: null, order: from });
  }
}
