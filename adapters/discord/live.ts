/**
 * The interactions of the last minutes: how each was acknowledged, and which delivery has taken its
 * first answer. Kept in memory alone. After a restart the first delivery takes the original message
 * again: that ends a “thinking …” that was left behind, and at worst puts a new line in the place of
 * one that only its reader saw.
 */
import type { Origin } from "./origin.ts";
import { Recent } from "./recent.ts";

/**
 * How an interaction was answered first. `reply`: a message that is still to be filled. `update`: the
 * tapped message. `shown`: something complete, only further messages can follow. `lost`: not at all.
 */
export type Answered = "reply" | "update" | "shown" | "lost";

/** Enough for an hour of a busy bot; what is forgotten is treated as after a restart. */
const REMEMBERED = 5_000;

export class Live {
  /** Settles when the platform has answered the acknowledgement. Never rejects. */
  readonly answered: Promise<Answered>;
  #owner: string | null = null;

  constructor(answered: Promise<Answered>) {
    this.answered = answered;
  }

  /** True for the first to ask, and for the same one again: repeating an edit changes nothing. */
  claim(owner: string): boolean {
    this.#owner ??= owner;
    return this.#owner === owner;
  }

  get isClaimed(): boolean {
    return this.#owner !== null;
  }
}

/** A token that can still change an ephemeral message. */
export type Key = Pick<Origin, "app" | "token" | "until">;

export class Interactions {
  readonly #live = new Recent<Live>(REMEMBERED);
  /** Ephemeral messages can only be changed with the token of the interaction that made them. */
  readonly #ephemeral = new Recent<Key>(REMEMBERED);

  open(origin: Origin, answered: Promise<Answered>): Live {
    const live = new Live(answered);
    this.#live.set(origin.id, live);
    void answered.then((how) => this.#renew(origin, how));
    return live;
  }

  /** Only what this process has seen itself. */
  known(origin: Origin): Live | undefined {
    return this.#live.get(origin.id);
  }

  /** What is known of an interaction; after a restart what its plan was. */
  of(origin: Origin): Live {
    const known = this.#live.get(origin.id);
    if (known !== undefined) return known;
    return this.open(origin, Promise.resolve(origin.plan === "update" ? "update" : "reply"));
  }

  /** The token of a tap lives longer than that of the ephemeral message it was made on. */
  #renew(origin: Origin, how: Answered): void {
    const isOlder = (this.#ephemeral.get(origin.message ?? "")?.until ?? 0) < origin.until;
    // Answered with a message of its own, a tap gets no hold on the one it was made on.
    if (how !== "update" || origin.sight !== "ephemeral" || origin.message === undefined || !isOlder) return;
    this.remember(origin.message, origin);
  }

  remember(messageId: string, key: Key): void {
    this.#ephemeral.set(messageId, { app: key.app, token: key.token, until: key.until });
  }

  /** What can change the ephemeral message `messageId` at `now`; null when nothing can. */
  keyOf(messageId: string, now: number): Key | null {
    const key = this.#ephemeral.get(messageId);
    return key !== undefined && key.until > now ? key : null;
  }
}
