/** Pushes every change to the open browser windows (server-sent events). */
import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";

interface Push {
  readonly event: string;
  readonly data: unknown;
  /** Where to go on after a broken connection; only changes of the chats have one. */
  readonly id?: string;
}
type Client = { send(push: Push): void; end(): void };

export interface StreamSources {
  /** Read first, because it takes time. */
  readonly clock: () => Promise<object>;
  /** What a newly opened window shows beside the clock: taken at once, so that no change falls between. */
  readonly state: () => object;
  /** One message as it stands now; null when it is gone or not shown. */
  readonly view: (id: string) => object | null;
}

const REMEMBERED_CHANGES = 500;
const MOST_WINDOWS = 40;
/** A window that takes nothing for so long is cut; it comes back by itself with the full state. */
const MOST_WAITING = 300;
const PING_MS = 15_000;
/** How long a window waits before it comes back. */
const RETRY_MS = 500;

export class Stream {
  readonly #sources: StreamSources;
  readonly #clients = new Set<Client>();
  /** Ids of what changed, never the words: the current words are looked up when they are sent. */
  #changes: string[] = [];
  #count = 0;
  #run: string = randomUUID();
  #ended = false;

  constructor(sources: StreamSources) {
    this.#sources = sources;
  }

  /** An entry was put or removed. */
  changed(id: string): void {
    this.#count += 1;
    this.#changes.push(id);
    if (this.#changes.length > REMEMBERED_CHANGES) this.#changes.shift();
    const push = this.#changePush(id, this.#count);
    for (const client of this.#clients) client.send(push);
  }

  /** To every window, not repeated after a broken connection. */
  tell(event: string, data: unknown): void {
    for (const client of this.#clients) client.send({ event, data });
  }

  /** Everything is different now: all windows start afresh. */
  async reset(): Promise<void> {
    this.#run = randomUUID();
    this.#changes = [];
    this.#count = 0;
    await Promise.all([...this.#clients].map((client) => this.#sendState(client)));
  }

  /** Ends all connections and takes no new ones. */
  end(): void {
    this.#ended = true;
    for (const client of this.#clients) client.end();
  }

  /** Answers one browser; stays open until it leaves. */
  open(c: Context): Response {
    if (this.#ended || this.#clients.size >= MOST_WINDOWS) return c.text("Too many windows.", 503);
    const lastId = c.req.header("last-event-id");
    return streamSSE(c, async (sse) => {
      let waiting = 0;
      let leave = () => {};
      const left = new Promise<void>((resolve) => {
        leave = resolve;
      });
      const write = (work: Promise<unknown>) => {
        waiting += 1;
        if (waiting > MOST_WAITING) leave();
        work.then(() => (waiting -= 1), leave);
      };
      const client: Client = {
        send: ({ event, data, id }) =>
          write(
            sse.writeSSE({ event, data: JSON.stringify(data), retry: RETRY_MS, ...(id === undefined ? {} : { id }) }),
          ),
        end: leave,
      };
      sse.onAbort(leave);
      const ping = setInterval(() => write(sse.write(": still here\n\n")), PING_MS);
      this.#clients.add(client);
      if (!this.#resume(client, lastId)) await this.#sendState(client);
      await left;
      clearInterval(ping);
      this.#clients.delete(client);
    });
  }

  /** Sends what was missed; false when that is not known any more. */
  #resume(client: Client, lastId: string | undefined): boolean {
    const [, run, seen] = /^(.+)\.(\d+)$/.exec(lastId ?? "") ?? [];
    const missed = this.#count - Number(seen);
    if (run !== this.#run || !(missed >= 0 && missed <= this.#changes.length)) return false;
    const ids = this.#changes.slice(this.#changes.length - missed);
    ids.forEach((id, index) => {
      client.send(this.#changePush(id, this.#count - missed + index + 1));
    });
    client.send({ event: "resumed", data: {} });
    return true;
  }

  async #sendState(client: Client): Promise<void> {
    const clock = await this.#sources.clock();
    client.send({ event: "state", data: { ...this.#sources.state(), clock }, id: this.#idOf(this.#count) });
  }

  #changePush(id: string, count: number): Push {
    const view = this.#sources.view(id);
    return { event: view === null ? "gone" : "put", data: view ?? { id }, id: this.#idOf(count) };
  }

  #idOf(count: number): string {
    return `${this.#run}.${count}`;
  }
}
