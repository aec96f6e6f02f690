/** Carries out moves in one world. */

import { Temporal } from "../../../src/domain/temporal.ts";
import type { Chat, Inbound, Reply } from "../../../src/ports/chat.ts";
import { chatKey } from "../../../src/ports/outbox.ts";
import type { Actor } from "../../scenario/actor.ts";
import { type Answering, ASKS, answersRound, fills } from "./ben.ts";
import type { Move } from "./moves.ts";
import type { Known } from "./seen.ts";
import type { World } from "./world.ts";

type Of<D extends Move["do"]> = Extract<Move, { readonly do: D }>;

export class Hand {
  readonly #world: World;
  readonly #side: "x" | "y";
  readonly #typed: string[] = [];
  #words = 0;

  constructor(world: World, side: "x" | "y") {
    this.#world = world;
    this.#side = side;
  }

  /** `ms`: how long a wait is, the same in both worlds. */
  async does(move: Move, ms: number): Promise<void> {
    const world = this.#world;
    switch (move.do) {
      case "ben":
        return world.as("Ben", () => world.ben.does(move[this.#side]));
      case "ben-types":
        return void (await world.as("both", () => world.benActor.types(move.text)));
      case "ben-taps":
        return world.as("both", () => this.#benTaps(move.label));
      case "wait":
      case "until":
        return world.passes(ms);
      case "restart":
        return world.stage.restart();
      default:
        return void (await world.as("Ana", () => this.#ana(move)));
    }
  }

  async #benTaps(part: string): Promise<void> {
    const { benActor: ben } = this.#world;
    for (const chat of [ben.home, ben.shared()]) {
      const buttons = ben.shown(chat).flatMap(({ message }) => message.buttons.flat());
      const known = buttons.findLast(({ label }) => label.includes(part));
      if (known) return void (await ben.taps(known.label, chat));
    }
  }

  #ana(move: Exclude<Move, Of<"ben" | "ben-types" | "ben-taps" | "wait" | "until" | "restart">>): Promise<unknown> {
    const { ana, second, seen } = this.#world;
    switch (move.do) {
      case "command":
        return this.#command(ana, move.text, move.shared ? ana.shared() : ana.home);
      case "tap":
        return this.#tap(move);
      case "link":
        return this.#link(ana, move.verb, move.back, move.rest);
      case "second":
        return move.text.startsWith("/")
          ? this.#command(second, move.text, second.home)
          : this.#says(second, move.text);
      case "second-link":
        return this.#link(second, move.verb, move.back, "");
      case "say":
        return this.#says(ana, move.words);
      case "reply":
        return this.#says(ana, move.words, seen.shown(ana).at(-1 - move.back)?.ref);
      case "edit":
        return this.#edits(move.back, move.words);
      case "seal":
        return this.#seals(move.option);
      case "quiet":
        return this.#command(ana, this.#quiet(move), ana.home);
      default:
        return this.#place(move);
    }
  }

  #from(actor: Actor, chat: Chat) {
    return { eventId: actor.on.nextEvent(), from: actor.account, chat };
  }

  async #command(actor: Actor, command: string, chat: Chat): Promise<Reply> {
    const [name = "", ...args] = command.slice(1).split(" ");
    const messageId = this.#ref(actor, chat);
    return this.#world.hears(
      { ...this.#from(actor, chat), type: "command", name, args: args.join(" "), messageId },
      actor,
    );
  }

  #ref(actor: Actor, chat: Chat): string {
    const ref = actor.on.nextRef();
    this.#world.seen.typed(chat.kind === "shared" ? "shared" : actor.name, ref);
    return ref;
  }

  async #says(actor: Actor, text: string, replyTo?: string): Promise<string> {
    const messageId = this.#ref(actor, actor.home);
    if (actor === this.#world.ana) this.#typed.push(messageId);
    const to = replyTo === undefined ? {} : { replyTo };
    const sentAt = this.#world.stage.now;
    await this.#world.hears({ ...this.#from(actor, actor.home), ...to, type: "text", text, messageId, sentAt }, actor);
    return messageId;
  }

  async #edits(back: number, text: string): Promise<void> {
    const messageId = this.#typed.at(-1 - back);
    const { ana } = this.#world;
    if (messageId !== undefined)
      await this.#world.hears({ ...this.#from(ana, ana.home), type: "edited", text, messageId }, ana);
  }

  #acts(actor: Actor, action: string, at?: { readonly chat: Chat; readonly messageId: string }): Promise<Reply> {
    const origin = at || actor.on.capabilities.forms ? { origin: `o-${actor.on.nextRef()}` } : {};
    const messageId = at ? { messageId: at.messageId } : {};
    const event: Inbound = {
      ...this.#from(actor, at?.chat ?? actor.home),
      ...origin,
      ...messageId,
      type: "tap",
      // Where there are no links, what she makes up comes as a button that nobody has shown her.
      by: at || actor.on.capabilities.forms ? "button" : "link",
      action,
    };
    return this.#world.hears(event, actor);
  }

  async #tap({ label, back, shared }: Of<"tap">): Promise<void> {
    const { ana, seen } = this.#world;
    const key = chatKey(shared ? ana.shared() : ana.home);
    const known = seen.known.filter((one) => one.label === label && chatKey(one.chat) === key).at(-1 - back);
    if (known) await this.#press(known);
  }

  async #press(known: Known): Promise<Reply> {
    const { ana } = this.#world;
    if (known.isPrivate && known.chat.kind === "shared" && !ana.on.capabilities.forms)
      return this.#acts(ana, known.action);
    return this.#acts(ana, known.action, { chat: known.chat, messageId: known.ref });
  }

  async #link(actor: Actor, verb: string, back: number, rest: string): Promise<void> {
    const id = this.#world.seen.ids.at(-1 - back);
    if (id !== undefined) await this.#acts(actor, `${verb}_${id}${rest}`);
  }

  /** With what is asked privately now, else with the newest card that can be answered. */
  async #seals(option: number): Promise<void> {
    const { ana, seen } = this.#world;
    const submits = async (action: string, values: Record<string, readonly string[]>) => {
      const origin = `o-${ana.on.nextRef()}`;
      return this.#world.hears({ ...this.#from(ana, ana.home), type: "form", action, values, files: {}, origin }, ana);
    };
    const who: Answering = {
      buttons: () => seen.shown(ana).at(-1)?.message.buttons.flat() ?? [],
      says: (words) => this.#says(ana, words),
      does: (action) => this.#acts(ana, action),
      submits,
    };
    const words = () => `Ana’s words ${++this.#words}`;
    if (who.buttons().some(({ action }) => ASKS.test(action))) return fills(who, option, words);
    const asking = seen.known.findLast(({ action }) => /^(answer|f|pass)_/.test(action));
    if (asking) await answersRound(who, `answer_${asking.action.split("_")[1] ?? ""}`, option, words);
  }

  #quiet({ from, minutes }: Of<"quiet">): string {
    const zone = this.#world.zoneOfAna();
    const now = Temporal.Instant.fromEpochMilliseconds(this.#world.stage.now).toZonedDateTimeISO(zone);
    const clock = (ahead: number) => now.add({ minutes: ahead }).toPlainTime().toString({ smallestUnit: "minute" });
    return `/settings quiet ${clock(from)}-${clock(from + minutes)}`;
  }

  async #place(move: Of<"third" | "block" | "bot">): Promise<void> {
    const { ana, second, stage } = this.#world;
    const about = { eventId: ana.on.nextEvent(), platform: ana.account.platform };
    const place = { ...about, chatId: "home" };
    const emit = (event: Inbound) => this.#world.hears(event, ana);
    const reach = (chat: Chat, open: boolean) =>
      open ? ana.on.unreachable.delete(chatKey(chat)) : ana.on.unreachable.add(chatKey(chat));
    if (move.do === "third") {
      stage.setAudience(move.joins ? "others" : "only-two", ana.account.platform);
      const { userId } = second.account;
      await emit(move.joins ? { ...place, type: "joined", userIds: [userId] } : { ...place, type: "left", userId });
      return;
    }
    if (move.do === "block") {
      reach(ana.home, !move.on);
      await emit({ ...about, type: move.on ? "unreachable" : "reachable", userId: ana.account.userId });
      return;
    }
    reach(ana.shared(), move.there);
    await emit(move.there ? { ...place, type: "bot-added", by: ana.account } : { ...place, type: "bot-removed" });
  }
}
