/** Everything that stands in the chats now, in memory and, first, in the transcript. */
import type { Clock } from "../../src/ports/clock.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Transcript } from "../../src/ports/transcript.ts";
import type { Room } from "./platform.ts";
import { type Entry, fromTranscript, type Shown, toTranscript } from "./shown.ts";

export class Board {
  readonly #transcript: Transcript;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #entries = new Map<string, Entry>();
  #lastSeq = 0;
  #onChange: (id: string) => void = () => {};

  constructor(transcript: Transcript, clock: Clock, log: Log) {
    this.#transcript = transcript;
    this.#clock = clock;
    this.#log = log;
  }

  /** Reads what was there before a restart. */
  async load(): Promise<void> {
    for (const stored of await this.#transcript.all()) {
      const entry = fromTranscript(stored);
      if (entry === null) this.#log.warn("a playground message could not be read");
      else this.#keep(entry);
    }
  }

  /** Tells about each message that was put or removed, after it was stored; not about events in hand. */
  onChange(listener: (id: string) => void): void {
    this.#onChange = listener;
  }

  get(id: string): Entry | null {
    return this.#entries.get(id) ?? null;
  }

  isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  /** Oldest first. */
  all(): readonly Entry[] {
    return [...this.#entries.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Inserts at the end, or replaces in place: a changed message keeps its time and its place. */
  async put(id: string, room: Room, shown: Shown): Promise<void> {
    const old = this.#entries.get(id);
    const seq = old?.seq ?? ++this.#lastSeq;
    const entry: Entry = { id, room, at: old?.at ?? this.#clock.now(), seq, shown };
    await this.#transcript.put(toTranscript(entry));
    this.#keep(entry);
    if (shown.kind !== "event") this.#onChange(id);
  }

  async remove(id: string): Promise<void> {
    await this.#transcript.remove(id);
    const old = this.#entries.get(id);
    this.#entries.delete(id);
    if (old !== undefined && old.shown.kind !== "event") this.#onChange(id);
  }

  /** Empties the chats and the transcript; the clock stays where it is. */
  async clear(): Promise<void> {
    const offset = await this.#transcript.clockOffset();
    await this.#transcript.clear();
    await this.#transcript.setClockOffset(offset);
    this.#entries.clear();
  }

  #keep(entry: Entry): void {
    this.#entries.set(entry.id, entry);
    this.#lastSeq = Math.max(this.#lastSeq, entry.seq);
  }
}
