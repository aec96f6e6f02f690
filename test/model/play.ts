/** Plays a history on a stage and keeps, apart from the program, what each person was told. */
import { HOUR } from "../../src/domain/ids.ts";
import type { Inbound } from "../../src/ports/chat.ts";
import { chatKey } from "../../src/ports/outbox.ts";
import { type Actor, couple } from "../scenario/actor.ts";
import { textOf } from "../scenario/platform.ts";
import type { Stage } from "../scenario/stage.ts";
import type { Step, Who } from "./steps.ts";

/** The words of somebody carry a mark that is theirs alone. */
export const MARK = /«(ana|ben)-(\d+)»/g;

/** Buttons after which somebody's words are for the other one. */
const GIVES = /^(letter|gofirst|firstyes|jar|sup|over|checkin_(jar|letter))/;

export interface Sealed {
  /** Message → words, in the order they were sealed. */
  readonly parts: Map<string, string>;
  passed: boolean;
}

export class Play {
  readonly stage: Stage;
  readonly people: Record<Who, Actor>;
  readonly stranger: Actor;
  /** `roundId:who` → what its author was told is sealed. */
  readonly sealed = new Map<string, Sealed>();
  /** Marks whose author chose to show them: below a reveal, or as a letter. */
  readonly released = new Set<string>();
  acting: Who | "nobody" = "nobody";
  /** A failure was injected: an answer to somebody's own tap may come in the next step. */
  delayed = false;
  /** The step before was a wait, in which everything delayed came. */
  #quietSince = false;
  #count = 0;
  readonly #giving = new Set<Who>();
  #lastEvent: Inbound | null = null;
  readonly #typed: Record<Who, string[]> = { ana: [], ben: [] };
  readonly words = new Map<string, string>();

  constructor(stage: Stage, people: Record<Who, Actor>) {
    this.stage = stage;
    this.people = people;
    this.stranger = stage.person("Mallory");
    const platform = people.ana.on;
    const handle = platform.handle;
    void handle;
  }

  static async begin(stage: Stage): Promise<Play> {
    const { ana, ben } = await couple(stage);
    return new Play(stage, { ana, ben });
  }

  get platform() {
    return this.people.ana.on;
  }

  text(who: Who, size: number): string {
    this.#count += 1;
    const mark = `«${who}-${this.#count}»`;
    if (this.#giving.has(who)) this.released.add(mark);
    return mark.padEnd(size, "x");
  }

  /** The buttons a person can see, newest message first. */
  buttons(who: Who, shared: boolean): { action: string; chat: "shared" | "private"; ref: string; label: string }[] {
    const actor = this.people[who];
    const chat = shared ? actor.shared() : actor.home;
    const recent = [...actor.shown(chat)].reverse().slice(0, 5);
    return recent.flatMap((one) =>
      one.message.buttons.flat().map((button) => ({
        action: button.action,
        chat: shared && button.private !== true ? ("shared" as const) : ("private" as const),
        ref: one.ref,
        label: button.label,
      })),
    );
  }

  async #emit(event: Inbound): Promise<void> {
    this.#lastEvent = event;
    await this.platform.handle?.(event);
    await this.stage.settle();
  }

  #from(who: Who, shared = false) {
    const actor = this.people[who];
    return { eventId: this.platform.nextEvent(), from: actor.account, chat: shared ? actor.shared() : actor.home };
  }

  async step(step: Step): Promise<void> {
    this.acting = "who" in step ? step.who : "nobody";
    if (step.do === "fail") this.delayed = true;
    else if (step.do !== "later" && this.platform.failNext.length === 0 && this.#quietSince) this.delayed = false;
    this.#quietSince = step.do === "later";
    switch (step.do) {
      case "say":
        return this.#say(step.who, step.size);
      case "tap":
        return this.#tap(step.who, step.which, step.shared);
      case "press": {
        const which = this.buttons(step.who, step.shared).findIndex(({ label }) => label === step.label);
        if (which === -1) throw new Error(`no button ${step.label} in\n${this.transcript()}`);
        return this.#tap(step.who, which, step.shared);
      }
      case "edit":
        return this.#edit(step.who, step.back);
      case "checkin":
        return this.#command(step.who, `checkin ${step.kind}`, step.shared);
      case "command":
        return this.#command(step.who, step.text.slice(1), step.shared);
      case "stranger":
        return this.#stranger(step.which);
      case "duplicate":
        if (this.#lastEvent) await this.platform.handle?.(this.#lastEvent);
        return this.stage.settle();
      default:
        return this.#world(step);
    }
  }

  async #world(
    step: Exclude<Step, { who: Who } | { do: "stranger" } | { do: "duplicate" }> | Extract<Step, { do: "block" }>,
  ) {
    const { stage, platform } = this;
    switch (step.do) {
      case "later":
        return stage.later(step.ms);
      case "third":
        platform.audienceNow = step.joins ? "others" : "only-two";
        return this.#emit({
          type: step.joins ? "joined" : "left",
          eventId: platform.nextEvent(),
          platform: platform.platform,
          chatId: "home",
          ...(step.joins ? { userIds: ["u-eve"] } : { userId: "u-eve" }),
        } as Inbound);
      case "block": {
        const { home, account } = this.people[step.who];
        if (step.on) platform.unreachable.add(chatKey(home));
        else platform.unreachable.delete(chatKey(home));
        return this.#emit({
          type: step.on ? "unreachable" : "reachable",
          eventId: platform.nextEvent(),
          platform: platform.platform,
          userId: account.userId,
        });
      }
      case "bot": {
        const key = chatKey(this.people.ana.shared());
        if (step.there) platform.unreachable.delete(key);
        else platform.unreachable.add(key);
        const about = { eventId: platform.nextEvent(), platform: platform.platform, chatId: "home" };
        return this.#emit(
          step.there ? { type: "bot-added", ...about, by: this.people.ana.account } : { type: "bot-removed", ...about },
        );
      }
      case "fail":
        platform.failNext.push({ type: "retry", afterMs: 1000, scope: "chat", heldBack: step.how === "held" });
        return;
      case "restart":
        return stage.restart();
    }
  }

  async #say(who: Who, size: number): Promise<void> {
    const text = this.text(who, size);
    const messageId = this.platform.nextRef();
    this.#typed[who].push(messageId);
    this.words.set(messageId, text);
    await this.#emit({ ...this.#from(who), type: "text", text, messageId, sentAt: this.stage.now });
  }

  async #edit(who: Who, back: number): Promise<void> {
    const messageId = this.#typed[who].at(-1 - back);
    if (messageId === undefined) return;
    const text = this.text(who, 0);
    this.words.set(messageId, text);
    await this.#emit({ ...this.#from(who), type: "edited", text, messageId });
  }

  async #command(who: Who, command: string, shared: boolean): Promise<void> {
    const [name = "", ...args] = command.split(" ");
    await this.#emit({
      ...this.#from(who, shared),
      type: "command",
      name,
      args: args.join(" "),
      messageId: this.platform.nextRef(),
    });
  }

  async #tap(who: Who, which: number, shared: boolean): Promise<void> {
    const all = this.buttons(who, shared);
    const button = all[which % Math.max(1, all.length)];
    // Leaving ends the history's subject: it has scenarios of its own.
    if (!button || /^(forgetyes|anewyes)/.test(button.action)) return;
    if (/^w_.*_below$|^left_.*_letter$/.test(button.action)) this.#release(who);
    if (GIVES.test(button.action)) this.#gives(who);
    const origin =
      button.chat === "shared" || !shared ? { origin: `o-${this.platform.nextRef()}`, messageId: button.ref } : {};
    const tap = { type: "tap", by: "button", action: button.action } as const;
    await this.#emit({ ...this.#from(who, button.chat === "shared"), ...tap, ...origin });
  }

  /** Whatever this author has written so far may be shown from now on: they have asked for it. */
  #release(who: Who): void {
    for (let n = 1; n <= this.#count; n++) this.released.add(`«${who}-${n}»`);
  }

  /** Letters, questions for the jar and lines to lean on are written to be read: so may this author's words be from now on. */
  #gives(who: Who): void {
    this.#giving.add(who);
    this.#release(who);
  }

  async #stranger(which: number): Promise<void> {
    const all = [...this.buttons("ana", true), ...this.buttons("ben", false), ...this.buttons("ana", false)];
    const button = all[which % Math.max(1, all.length)];
    if (!button || /^(join|agree|hello|pair|privacy|forgetno)/.test(button.action)) return;
    const chat = which % 2 === 0 ? this.people.ana.shared() : this.stranger.home;
    const event: Inbound = {
      eventId: this.platform.nextEvent(),
      from: this.stranger.account,
      chat,
      type: "tap",
      by: "button",
      action: button.action,
      origin: `o-${this.platform.nextRef()}`,
    };
    await this.#emit(event);
  }

  /** Everything that stood in the way is gone: what was promised must come now. */
  async unwind(): Promise<void> {
    this.acting = "nobody";
    const { platform, stage } = this;
    platform.failNext.length = 0;
    for (const who of ["ana", "ben"] as const) await this.step({ do: "block", who, on: false });
    await this.step({ do: "third", joins: false });
    await this.step({ do: "bot", there: true });
    for (const who of ["ana", "ben"] as const) {
      await this.step({ do: "command", who, text: "/resume", shared: false });
      await this.step({ do: "command", who, text: "/settings quiet off", shared: false });
    }
    this.acting = "nobody";
    // What had been put off to a morning keeps that hour, also when quiet hours are switched off meanwhile.
    for (let n = 0; n < 4; n++) await stage.later(6 * HOUR);
  }

  /** All text a chat shows, for a message in words. */
  transcript(): string {
    const chats = [this.people.ana.shared(), this.people.ana.home, this.people.ben.home];
    return chats
      .map(
        (chat) =>
          `${chatKey(chat)}\n${(platformChat(this, chat) ?? []).map((one) => textOf(one.message)).join("\n---\n")}`,
      )
      .join("\n======\n");
  }
}

function platformChat(play: Play, chat: Parameters<typeof chatKey>[0]) {
  return play.platform.chats.get(chatKey(chat));
}
