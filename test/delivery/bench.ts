/** A dispatcher on a real database, with an adapter and an application that do as they are told. */
import { vi } from "vitest";
import { createDispatcher, type Dispatcher } from "../../src/delivery/dispatcher.ts";
import type { Message } from "../../src/domain/message.ts";
import type { Audience, ChatAdapter, Delivery, DeliveryResult, Retry } from "../../src/ports/chat.ts";
import type { LogFields } from "../../src/ports/log.ts";
import type { NewOutboxRow, OutboxRow } from "../../src/ports/outbox.ts";
import type { Composed, Outgoing } from "../../src/ports/outgoing.ts";
import { type Store, StoreUnavailable, type Tx } from "../../src/ports/store.ts";
import { open, row } from "../store/helpers.ts";

export const DELIVERED: DeliveryResult = { type: "delivered" };
type OnPart = (index: number, ref: string) => Promise<void>;
type Deliver = (delivery: Delivery, onPart: OnPart) => Promise<DeliveryResult>;

function saying(text: string): Message {
  return { blocks: [{ type: "paragraph", text }], buttons: [] } as unknown as Message;
}

/** Long enough to become several parts. */
export const LONG = saying("word ".repeat(800));

export class Bench {
  readonly store: Store;
  /** What the platform was asked to do, by the text of each message. */
  readonly asked: string[] = [];
  readonly composed: string[] = [];
  readonly finished: (readonly string[])[] = [];
  readonly rerouted: Audience[] = [];
  readonly unreached: string[] = [];
  readonly logged: { event: string; fields: LogFields | undefined }[] = [];
  readonly results: string[] = [];
  audience: Audience | Retry = "only-two";
  connected = true;
  /** Sends over all chats; takes effect with `create`. */
  overall = { count: 1000, perMs: 1000 };
  /** Requests that asking for the audience takes; takes effect with `create`. */
  perAudience = 0;
  /** What happens while it is asked for. */
  ask: () => Promise<void> = async () => undefined;
  /** The next transactions that fail, before they begin. */
  failures = 0;
  compose: (row: OutboxRow) => Composed = ({ dedupe }) => ({ type: "message", message: saying(dedupe), guard: null });
  deliver: Deliver = async (_, onPart) => {
    await onPart(0, `m${this.asked.length}`);
    return DELIVERED;
  };
  dispatcher: Dispatcher;

  constructor(store: Store) {
    this.store = store;
    this.dispatcher = this.create();
  }

  /** A dispatcher that knows nothing, as after a restart. */
  create(): Dispatcher {
    this.dispatcher = createDispatcher({
      draw: async () => new Uint8Array(),
      store: this.#flaky(),
      clock: { now: () => Date.now() },
      outgoing: this.#outgoing(),
      log: this.#log(),
      adapters: [this.#adapter()],
      onResult: (_, result) => void this.results.push(result),
    });
    return this.dispatcher;
  }

  #flaky(): Store {
    const { store } = this;
    return {
      transaction: (work) => {
        if (this.failures === 0) return store.transaction(work);
        this.failures -= 1;
        return Promise.reject(new StoreUnavailable("locked"));
      },
      close: () => store.close(),
    };
  }

  #outgoing(): Outgoing {
    return {
      compose: async (_, outboxRow) => {
        this.composed.push(outboxRow.dedupe);
        return this.compose(outboxRow);
      },
      reroute: async (tx, { id }, audience) => {
        this.rerouted.push(audience);
        await tx.outbox.remove(id);
      },
      delivered: async (_tx, _row, refs) => void this.finished.push(refs),
      unreachable: async (_tx, { dedupe }, why) => void this.unreached.push(`${dedupe} ${why}`),
    };
  }

  #log() {
    const note = (event: string, fields?: LogFields) => void this.logged.push({ event, fields });
    return { debug: note, info: note, warn: note, error: note };
  }

  #adapter(): ChatAdapter {
    const wide = { count: 1000, perMs: 1000 };
    const adapter: Partial<ChatAdapter> = {
      platform: "test",
      pace: { overall: this.overall, perChatMs: 0, perShared: wide, perAudience: this.perAudience },
      healthy: () => this.connected,
      audience: async () => {
        await this.ask();
        return this.audience;
      },
      deliver: (delivery, onPart) => {
        const { operation, to } = delivery;
        const from = operation.type === "send" && operation.fromPart > 0 ? `+${operation.fromPart}` : "";
        const said = operation.type === "delete" ? "delete" : textOf(operation.message);
        this.asked.push(`${to.kind === "private" ? to.userId : to.chatId}: ${said}${from}`);
        return this.deliver(delivery, onPart);
      },
    };
    return adapter as ChatAdapter;
  }

  async add(...rows: NewOutboxRow[]): Promise<void> {
    await this.store.transaction(async (tx) => {
      for (const one of rows) await tx.outbox.add(one, Date.now());
    });
  }

  in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.store.transaction(work);
  }

  counts() {
    return this.in((tx) => tx.outbox.counts());
  }

  /** Sends all that can be sent now. */
  async run(): Promise<void> {
    this.dispatcher.open("test");
    await this.settle();
  }

  /** Waits until nothing is in hand; time stands still but for what was asked to wait a moment. */
  async settle(ms = 0): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
    for (let turn = 0; turn < 50; turn += 1) await vi.advanceTimersByTimeAsync(1);
  }
}

function textOf(message: Message): string {
  const [first] = message.blocks;
  return message === LONG ? "LONG" : first && "text" in first ? first.text : "";
}

export async function bench(): Promise<Bench> {
  return new Bench(await open());
}

export { row };
