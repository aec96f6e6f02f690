/**
 * Events on their way to the application: in order per chat, kept in the transcript until they are
 * confirmed, so that a crash or a locked database never loses what somebody typed or tapped.
 */
import { type Handle, type Inbound, type Reply, TryLater } from "../../src/ports/chat.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Board } from "./board.ts";
import type { Room } from "./platform.ts";
import { roomOf } from "./platform.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

function roomOfEvent(event: Inbound): Room {
  return "chat" in event ? (roomOf(event.chat) ?? "shared") : "shared";
}

export class Inbox {
  readonly #board: Board;
  readonly #log: Log;
  readonly #lines = new Map<Room, Promise<void>>();
  readonly #stopping = new AbortController();
  #handle: Handle | null = null;
  #onHandled: (event: Inbound, reply: Reply) => void = () => {};

  constructor(board: Board, log: Log) {
    this.#board = board;
    this.#log = log;
  }

  /** First handles again what was not confirmed before a restart; the application knows repeats by their id. */
  start(handle: Handle, onHandled: (event: Inbound, reply: Reply) => void): void {
    this.#handle = handle;
    this.#onHandled = onHandled;
    for (const { shown } of this.#board.all()) if (shown.kind === "event") this.#enqueue(shown.event);
  }

  open(): boolean {
    return this.#handle !== null && !this.#stopping.signal.aborted;
  }

  /** Resolves when the event is stored; it is handled after that. */
  async accept(event: Inbound): Promise<void> {
    await this.#board.put(event.eventId, roomOfEvent(event), { kind: "event", event });
    this.#enqueue(event);
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    while (this.#lines.size > 0) await Promise.all(this.#lines.values());
  }

  /** Waits for what is in hand; what has to be repeated later stays in the transcript. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.idle();
  }

  #enqueue(event: Inbound): void {
    const room = roomOfEvent(event);
    const line = (this.#lines.get(room) ?? Promise.resolve()).then(() => this.#run(event));
    this.#lines.set(room, line);
    void line.then(() => this.#lines.get(room) === line && this.#lines.delete(room));
  }

  /** Never rejects: the events behind this one wait for it. */
  async #run(event: Inbound): Promise<void> {
    const reply = await this.#untilHandled(event);
    if (reply === null) return;
    // A confirmed event that cannot be struck off comes again after a restart, and has no effect then.
    await this.#board.remove(event.eventId).catch(() => this.#log.warn("a handled event stays in the transcript"));
    this.#onHandled(event, reply);
  }

  async #untilHandled(event: Inbound): Promise<Reply | null> {
    for (let pause = FIRST_PAUSE_MS; this.open(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return (await this.#handle?.(event)) ?? null;
      } catch (error) {
        if (!(error instanceof TryLater)) {
          this.#log.error("an event was not handled", { error: error instanceof Error ? error.name : "unknown" });
          return { type: "none" };
        }
        this.#log.warn("an event has to be handled later", { ms: pause });
        await delay(pause, this.#stopping.signal);
      }
    }
    return null;
  }
}

/** Ends early when `signal` aborts. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal.aborted) done();
    else signal.addEventListener("abort", done, { once: true });
  });
}
