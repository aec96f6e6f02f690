/** One world: a couple on a stage, what Ana and Ben do there, and everything that reaches Ana. */
import { quietEnds } from "../../../src/domain/quiet.ts";
import type { Chat, Inbound, Reply } from "../../../src/ports/chat.ts";
import { chatKey } from "../../../src/ports/outbox.ts";
import type { Store } from "../../../src/ports/store.ts";
import type { Actor } from "../../scenario/actor.ts";
import type { StagePlatform } from "../../scenario/platform.ts";
import type { Stage } from "../../scenario/stage.ts";
import { Ben, type Hidden } from "./ben.ts";
import { Copies } from "./copies.ts";
import type { Setting } from "./moves.ts";
import { ActingRandom, type Decided, noting } from "./same.ts";
import { Seen } from "./seen.ts";
import { begun } from "./settings.ts";

/** The most moments at which something falls due that one wait goes through one by one. */
const MOST_MOMENTS = 600;

export interface Planted {
  /** A defect: what the core sees as its store. */
  readonly spoil?: (store: Store, world: { readonly now: () => number }) => Store;
  /** Compares what a person reads, who cannot see the ids in buttons. */
  readonly withoutIds?: boolean;
  /** A defect of what is delivered. */
  readonly platform?: (platform: StagePlatform, world: World) => void;
}

export class World {
  readonly stage: Stage;
  readonly ana: Actor;
  readonly benActor: Actor;
  readonly second: Actor;
  readonly ben: Ben;
  readonly seen: Seen;
  readonly copies: Copies;
  readonly decided: readonly Decided[];
  readonly #random: ActingRandom;
  #moves = 0;

  private constructor(
    stage: Stage,
    ana: Actor,
    ben: Actor,
    parts: { seen: Seen; copies: Copies; decided: Decided[]; random: ActingRandom },
  ) {
    this.stage = stage;
    this.ana = ana;
    this.benActor = ben;
    this.second = stage.person("Mallory", ana.account.platform);
    this.seen = parts.seen;
    this.copies = parts.copies;
    this.decided = parts.decided;
    this.#random = parts.random;
    this.ben = new Ben(hiddenHand(ben), () => this.#roundsOfBen());
  }

  static async open(setting: Setting, planted: Planted = {}): Promise<World> {
    const random = new ActingRandom();
    const decided: Decided[] = [];
    let world: World | undefined;
    const now = () => world?.stage.now ?? 0;
    const spoil = (store: Store) => noting(planted.spoil?.(store, { now }) ?? store, decided, now);
    const chats = new Map<string, string>();
    const seen = new Seen({
      now,
      chats,
      withoutIds: planted.withoutIds === true,
      isExcused: (text) => world?.isExcused(text) === true,
    });
    const copies = new Copies(now);
    const { stage, ana, ben } = await begun(setting, { random, spoil }, () => {});
    world = new World(stage, ana, ben, { seen, copies, decided, random });
    chats.set(chatKey(ana.home), "Ana").set(chatKey(world.second.home), "second").set(chatKey(ana.shared()), "shared");
    copies.between(ana, ben);
    for (const chat of [ana.home, ana.shared()]) seen.remembers(ana.on, chat);
    for (const platform of stage.platforms.values()) {
      seen.watch(platform);
      copies.watch(platform);
      // Outside of what watches: it is meant to be seen.
      planted.platform?.(platform, world);
    }
    return world;
  }

  /** Rule 8: “one of you has answered” may be told while both want it, a window runs and an answer stands. */
  isExcused(text: string): boolean {
    if (!/: one of you has answered\.$/m.test(text)) return false;
    const wanting = this.#sql(
      "select count(*) as n from people where tell_answered = 1 and user_id in (?, ?)",
      this.ana.account.userId,
      this.benActor.account.userId,
    );
    const standing = this.#sql(
      "select count(*) as n from rounds where window_ends_at > ? and state in ('half', 'ready') and detail like '%\"passed\":false%'",
      this.stage.now,
    );
    return Number(wanting[0]?.n) === 2 && Number(standing[0]?.n) > 0;
  }

  /** Lets somebody do something; chance, time and order are theirs. */
  async as<T>(who: string, deed: () => Promise<T>): Promise<T> {
    this.#moves += 1;
    this.#random.during(`${who} ${this.#moves}`);
    const result = await deed();
    await this.settle();
    return result;
  }

  /** Ana, or her second account: what comes in from her, and what she is answered at once. */
  async hears(event: Inbound, from: Actor): Promise<Reply> {
    const reply = (await from.on.handle?.(event)) ?? { type: "none" };
    await this.settle();
    this.seen.replied(from === this.ana ? "Ana" : "second", reply);
    return reply;
  }

  /** What was delivered may make something due at once. */
  async settle(): Promise<void> {
    await this.stage.settle();
    for (let n = 0; n < 5 && this.#due(); n++) await this.stage.settle();
  }

  #due(): boolean {
    return Number(this.#sql("select count(*) as n from timers where at <= ?", this.stage.now)[0]?.n) > 0;
  }

  /** Lets time pass, from one moment at which something falls due to the next, as the heartbeat would. */
  async passes(ms: number): Promise<void> {
    const end = this.stage.now + ms;
    for (let n = 0; n < MOST_MOMENTS && this.stage.now < end; n++) {
      this.stage.now = Math.min(end, this.#next() ?? end);
      this.#random.during(`time ${this.stage.now}`);
      await this.settle();
    }
    if (this.stage.now === end) return;
    this.stage.now = end;
    await this.settle();
  }

  #next(): number | null {
    const { now } = this.stage;
    const [row] = this.#sql(
      `select min(at) as n from (select at from timers where at > ?
       union all select not_before from outbox where state = 'waiting' and not_before > ?
       union all select retry_at from outbox where state = 'waiting' and retry_at > ?
       union all select wake_at from outbox where state = 'waiting' and wake_at > ?)`,
      ...[now, now, now, now],
    );
    return typeof row?.n === "number" ? row.n : null;
  }

  /** When this moment comes (milliseconds from now), if there is one to wait for. */
  momentsTo(what: "window" | "quiet" | "pause", off: number): number | null {
    const { now } = this.stage;
    const at = {
      window: () => this.#windowEnd(now - off),
      quiet: () => this.#quietEnd(),
      pause: () => this.#pauseEnd(),
    }[what]();
    return at === null || at + off <= now ? null : at + off - now;
  }

  #windowEnd(after: number): number | null {
    const [row] = this.#sql(
      "select min(window_ends_at) as n from rounds where state in ('open', 'half', 'ready') and window_ends_at > ?",
      after,
    );
    return typeof row?.n === "number" ? row.n : null;
  }

  #quietEnd(): number | null {
    const { now } = this.stage;
    const rows = this.#sql("select quiet_from, quiet_to, zone from people");
    const ends = rows.flatMap(({ quiet_from: from, quiet_to: to, zone }) =>
      typeof from === "number" && typeof to === "number" ? [quietEnds({ from, to }, String(zone), now)] : [],
    );
    const later = ends.filter((end) => end > now);
    return later.length === 0 ? null : Math.min(...later);
  }

  #pauseEnd(): number | null {
    const [row] = this.#sql("select min(at) as n from timers where kind = 'pause' and at > ?", this.stage.now);
    return typeof row?.n === "number" ? row.n : null;
  }

  /** Ana's own zone and whether she is still one of a couple. */
  zoneOfAna(): string {
    const [row] = this.#sql("select zone from people where user_id = ?", this.ana.account.userId);
    return typeof row?.zone === "string" ? row.zone : "Europe/Berlin";
  }

  #roundsOfBen(): readonly string[] {
    const rows = this.#sql(
      `select rounds.id as id from rounds join couple_members on couple_members.couple_id = rounds.couple_id
       join people on people.id = couple_members.person_id
       where people.user_id = ? and rounds.state in ('open', 'half', 'ready') and instr(rounds.asked, couple_members.seat) > 0
       order by rounds.opened_at desc, rounds.id`,
      this.benActor.account.userId,
    );
    return rows.map(({ id }) => String(id));
  }

  #sql(query: string, ...params: readonly (string | number)[]): Record<string, unknown>[] {
    return this.stage.store.internals.database.prepare(query).all(...params) as Record<string, unknown>[];
  }

  shared(): Chat {
    return this.ana.shared();
  }

  async end(): Promise<void> {
    await this.stage.end();
  }
}

function hiddenHand(ben: Actor): Hidden {
  return {
    buttons: () => ben.shown().at(-1)?.message.buttons.flat() ?? [],
    says: (words) => ben.says(words),
    does: (action) => ben.does(action, ben.home, `o-${ben.on.nextRef()}`),
    submits: (action, values) => ben.submits(action, values),
    types: (command) => ben.types(command),
    edits: (message, words) => ben.edits(message, words),
  };
}
