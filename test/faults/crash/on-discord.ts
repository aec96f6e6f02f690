/** A person on Discord. What they do while the program is down is lost, and they see that it was. */
import type { ChannelHandle, Exchange, Message, ModalView, Person } from "../../fakes/discord/index.ts";
import { type Actor, ASKS, type Change, KIND, PATIENCE } from "./actor.ts";
import type { Act, Seat } from "./ledger.ts";
import { keysOf, type Scene } from "./scene.ts";
import { first, wholeTexts, wordsIn } from "./texts.ts";

const SEALED = /^\W*Sealed\./;
const REFUSED = /open already|has closed|had its day|nothing sealed|couldn’t|could not/;
const TEXT_INPUT = 4;
/** Acknowledged, and nothing since: the program died with it. */
const LOST_AFTER = 10_000;

export class OnDiscord implements Actor {
  readonly can: readonly Change[] = ["change", "take back"];
  readonly couple: string;
  readonly seat: Seat;
  readonly scene: Scene;
  readonly person: Person;
  /** Null: cards and reveals come in the direct chat. */
  readonly home: ChannelHandle | null;
  /** An act that may still be acknowledged by a direct message. */
  #unsure = false;

  constructor(scene: Scene, couple: string, seat: Seat, person: Person, home: ChannelHandle | null) {
    this.scene = scene;
    this.couple = couple;
    this.seat = seat;
    this.person = person;
    this.home = home;
  }

  get #place() {
    return this.home ?? this.person.dm;
  }

  /** What only this person reads, oldest first. */
  get #private(): readonly Message[] {
    const { user, dm } = this.person;
    const own = this.home?.state.log.filter((message) => message.onlyFor === user) ?? [];
    return [...own, ...dm.state.log.filter((message) => message.author.bot)].filter(
      (message) => !message.deleted && !message.isLoading,
    );
  }

  get #shown(): readonly Message[] {
    return this.#place.state.log.filter(
      (message) => message.author.bot && !message.deleted && !message.isEphemeral && !message.isLoading,
    );
  }

  reads(): readonly string[] {
    return [...this.#shown.slice(-5), ...this.#private.slice(-8)].map((each) => first(each.text));
  }

  /** Whether it came through; what nobody answers, or what Discord says failed, did not. */
  #came(exchange: Exchange): Promise<boolean> {
    return this.scene
      .until(() => exchange.failed || exchange.ack !== undefined, 6_000)
      .then(() => exchange.ack !== undefined);
  }

  async settlesIn(): Promise<void> {
    const quiet = this.person.runs("/settings", { setting: "quiet", value: "off" }, this.#place);
    await this.scene.until(() => /[Qq]uiet/.test(quiet.text), PATIENCE);
    if (this.seat === "b") return;
    this.person.runs("/rituals", { action: "rest", ritual: "heart" }, this.#place);
    await this.scene.until(() => this.#shown.some((message) => /is resting/.test(message.text)), PATIENCE);
  }

  newestCard(): string | null {
    const keys = this.#shown.flatMap(keysOf);
    return keys.findLast(({ label }) => label === "Answer")?.action.split("_")[1] ?? null;
  }

  async asksForCard(): Promise<string | null> {
    // Half of them meet a program that is down.
    for (let attempts = 1; attempts <= 4 * ASKS; attempts += 1) {
      const fresh = () => {
        const round = this.newestCard();
        return round !== null && !this.scene.rounds.has(round) && round;
      };
      this.scene.asks.push({ couple: this.couple, order: this.scene.order() });
      const exchange = this.person.runs("/checkin", { ritual: KIND }, this.#place);
      const came = await this.#came(exchange);
      const found = await this.scene.until(fresh, came ? LOST_AFTER : 3_000);
      if (found) {
        return found;
      }
    }
    return null;
  }

  /** Opens the form of a card, however often it takes; null when the card is not open any more. */
  async #form(round: string): Promise<ModalView | null> {
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const message = this.#shown.findLast((each) => keysOf(each).some((key) => key.action === `answer_${round}`));
      if (!message) return null;
      const customId = message.buttons.find((each) => each.customId?.endsWith(`:answer_${round}`))?.customId ?? "";
      const order = this.scene.order();
      const exchange = this.person.presses(message, customId);
      if (!(await this.#came(exchange))) continue;
      if (exchange.ack === "modal") return exchange.modal;
      const direct = () => this.#private.some((each) => this.scene.orderOf(each) > order && REFUSED.test(each.text));
      if (await this.scene.until(() => REFUSED.test(exchange.text) || direct(), LOST_AFTER)) return null;
    }
    return null;
  }

  async answers(round: string, words: number): Promise<Act> {
    const ids: number[] = [];
    const modal = await this.#form(round);
    const act = this.scene.act(this.couple, round, this.seat, { type: "seal", texts: ids });
    if (modal === null) {
      act.outcome = "refused";
      return act;
    }
    const values: Record<string, string | string[]> = {};
    const room = modal.fields.length > 1 ? Math.min(words, 30) : words;
    for (const field of modal.fields) {
      if (field.type !== TEXT_INPUT) {
        values[field.customId] = [field.options[0]?.value ?? ""];
        continue;
      }
      const { id, text } = this.scene.text(this.couple, round, this.seat, room);
      ids.push(id);
      values[field.customId] = text;
    }
    return this.#learns(act, this.person.submits(modal, values), SEALED);
  }

  /** Waits for the line that says what came of it, where it was done or in the direct chat. */
  async #learns(act: Act, exchange: Exchange, done: RegExp): Promise<Act> {
    const isLine = (message: Message) => done.test(message.text) || REFUSED.test(message.text);
    const own = () => exchange.messages.find(isLine);
    const direct = () =>
      this.#private.findLast((message) => this.scene.orderOf(message) > act.order && isLine(message));
    const came = await this.#came(exchange);
    const line = await this.scene.until(() => own() ?? direct(), came ? LOST_AFTER : 4_000);
    // A line in the direct chat may be about the act before, whose place was gone.
    const isSure = line !== null && (own() !== undefined || !this.#unsure);
    if (line && isSure && done.test(line.text)) act.outcome = "acked";
    else if (own() !== undefined) act.outcome = "refused";
    this.#unsure = act.outcome === "unknown";
    return act;
  }

  async does(change: "edit" | "add" | "take back" | "pass", round: string): Promise<Act | null> {
    if (change !== "take back") return null;
    const message = this.#private.findLast((each) => keysOf(each).some((key) => key.action === `back_${round}`));
    const customId = message?.buttons.find((each) => each.customId?.endsWith(`:back_${round}`))?.customId;
    if (!message || customId === undefined) return null;
    const act = this.scene.act(this.couple, round, this.seat, { type: "clear" });
    return this.#learns(act, this.person.presses(message, customId), /Taken back/);
  }

  seesReveal(round: string): boolean {
    return this.#shown.some((message) =>
      wordsIn(message.text).some((word) => this.scene.written.get(word.text)?.round === round),
    );
  }

  async responds(round: string): Promise<void> {
    const action = `resp_${round}_same`;
    const message = this.#shown.findLast((each) => keysOf(each).some((key) => key.action === action));
    const customId = message?.buttons.find((each) => each.customId?.endsWith(action))?.customId;
    if (message && customId) await this.#came(this.person.presses(message, customId));
  }

  async looks(round: string): Promise<void> {
    const order = this.scene.order();
    const modal = await this.#form(round);
    if (modal === null) return;
    const words = modal.fields.flatMap((field) => wordsIn(field.prefilled ?? ""));
    const { couple, seat } = this;
    const hasText = modal.fields.some((field) => field.type === TEXT_INPUT);
    if (!hasText) return;
    this.scene.looks.push({ couple, round, seat, sealed: words.length > 0, texts: wholeTexts(words) ?? [-1], order });
  }
}
