/** Events on their way to the application: in order within a chat, kept until stored, waited for at the end. */
import type { Handle, Inbound } from "../../src/ports/chat.ts";
import type { Log } from "../../src/ports/log.ts";
import { chatKey } from "../../src/ports/outbox.ts";
import { PLATFORM } from "./inbound.ts";
import { Recent } from "./recent.ts";
import type { Alarms, Turns } from "./turns.ts";

/** How long an event that could not be stored is kept and tried again, in milliseconds from try to try. */
const STORE_WAITS_MS = [500, 2_000, 5_000, 15_000, 30_000, 60_000];
/** Fewer for a person's words: whatever else they do meanwhile waits behind them. */
const PERSON_TRIES = 2;
const REMEMBERED_PEOPLE = 20_000;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}

function keyOf(event: Inbound): string {
  if ("chat" in event) return chatKey(event.chat);
  if ("chatId" in event) return chatKey({ kind: "shared", platform: PLATFORM, chatId: event.chatId });
  return "userId" in event ? chatKey({ kind: "private", platform: PLATFORM, userId: event.userId }) : PLATFORM;
}

export class Intake {
  readonly #handle: Handle;
  readonly #turns: Turns;
  readonly #alarms: Alarms;
  readonly #log: Log;
  readonly #inHand = new Set<Promise<void>>();
  /** People who could not be written to. Forgotten by a restart; the next failed delivery tells again. */
  readonly #closed = new Recent<true>(REMEMBERED_PEOPLE);

  constructor(parts: {
    readonly handle: Handle;
    readonly turns: Turns;
    readonly alarms: Alarms;
    readonly log: Log;
  }) {
    this.#handle = parts.handle;
    this.#turns = parts.turns;
    this.#alarms = parts.alarms;
    this.#log = parts.log;
  }

  /** Hands over an event that needs no acknowledgement; null is none. */
  take(event: Inbound | null): void {
    if (event === null) return;
    if ("from" in event) this.heardFrom(event.from.userId, event.eventId);
    this.hold(() => this.#turns.run(keyOf(event), () => this.#stored(event)));
  }

  isClosed(userId: string): void {
    this.#closed.set(userId, true);
  }

  /** Who writes to the bot can perhaps be written to again. */
  heardFrom(userId: string, eventId: string): void {
    if (!this.#closed.delete(userId)) return;
    this.take({ type: "reachable", platform: PLATFORM, userId, eventId: `${eventId}:reachable` });
  }

  /** Runs `work` as something that `idle` waits for. */
  hold(work: () => Promise<void>): void {
    if (this.#alarms.isStopped) return;
    const held: Promise<void> = work()
      .catch((error: unknown) => this.#log.error("an event failed", { platform: PLATFORM, error: nameOf(error) }))
      .finally(() => this.#inHand.delete(held));
    this.#inHand.add(held);
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.all(this.#inHand);
  }

  /** Discord does not send an event twice: what cannot be stored now is tried again here. */
  async #stored(event: Inbound): Promise<void> {
    const waits = "from" in event ? STORE_WAITS_MS.slice(0, PERSON_TRIES) : STORE_WAITS_MS;
    for (const wait of [...waits, null]) {
      try {
        await this.#handle(event);
        return;
      } catch (error) {
        const fields = { platform: PLATFORM, error: nameOf(error), state: event.type };
        this.#log.error("an event could not be stored", fields);
        if (wait === null || this.#alarms.isStopped) return;
        await this.#alarms.pause(wait);
      }
    }
  }
}
