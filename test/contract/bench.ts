/** What the contract of `ChatAdapter` needs of a platform: an adapter on a fake, and a person beside it. */
import type { Chat, ChatAdapter, Delivery, Handle, Inbound, Operation, Reply } from "../../src/ports/chat.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import type { Log } from "../../src/ports/log.ts";

export interface Seen {
  readonly text: string;
  readonly labels: readonly string[];
}

/** What can go wrong with the next send to the private chat. */
export type Fault = "limited" | "server" | "broken" | "unreachable";

/** A world with one adapter, not started, and Ana with Ben in the shared chat. */
export interface Bench {
  readonly adapter: ChatAdapter;
  readonly ana: Chat;
  readonly home: Chat;
  readonly two: readonly [string, string];
  /** Somebody who is not in the shared chat. */
  readonly stranger: string;
  /** The bot's messages that Ana can read there, oldest first, without markup. */
  sees(chat: Chat): readonly Seen[];
  /** Ana taps; resolves with the line shown to her alone, if one was. `expectToast`: waits for one. */
  taps(label: string, chat: Chat, expectToast?: boolean): Promise<string | null>;
  /** Ana types a command. */
  types(command: string, chat: Chat): void;
  /** Ana writes in private; the ref of her message. */
  writes(text: string): Promise<string>;
  /** Ana sends a picture with a few words in private. */
  sendsPhoto(data: Buffer, caption: string): Promise<void>;
  /** Whether a message that Ana wrote is still there. */
  stands(ref: string): boolean;
  /** Ana opens the form behind a button and sends it off with this in its first field. */
  submits?(label: string, chat: Chat, text: string): Promise<void>;
  /** The bot comes into a shared chat anew. */
  addsBot?(): void;
  /** What the platform sent last comes a second time; absent where it cannot. */
  redelivers?(): void;
  /** Resolves when Ana was told that nothing could be stored. */
  told?(): Promise<void>;
  fails?(fault: Fault): void;
  /** Ends the platform. Resolves with what was wrong with any request. */
  end(): Promise<readonly string[]>;
}

export interface Driver {
  readonly name: string;
  /** How many messages two answers of full length take; 1 where nothing is ever split. */
  readonly splits: boolean;
  readonly faults: readonly Fault[];
  open(log: Log): Promise<Bench>;
}

export const SPECS: readonly CommandSpec[] = [
  {
    name: "checkin",
    descriptions: { en: "Open a card now" },
    options: [
      { name: "ritual", descriptions: { en: "Which" } },
      { name: "when", descriptions: { en: "When" } },
    ],
  },
];

/** The application's side: what it heard, and what it answers. */
export class Application {
  readonly heard: Inbound[] = [];
  answer: (event: Inbound) => Promise<Reply> | Reply = () => ({ type: "none" });
  #waiting: (() => void)[] = [];

  readonly handle: Handle = async (event) => {
    this.heard.push(event);
    for (const wake of this.#waiting.splice(0)) wake();
    return this.answer(event);
  };

  /** The `count`th event of a type. */
  async hears<T extends Inbound["type"]>(type: T, count = 1): Promise<Extract<Inbound, { type: T }>> {
    for (;;) {
      const found = this.heard.filter((event): event is Extract<Inbound, { type: T }> => event.type === type)[
        count - 1
      ];
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** What stands ready in each test. */
export class Scene {
  bench!: Bench;
  app!: Application;

  /** What Ana reads in a chat; in the private one unless told otherwise. */
  texts(chat: Chat = this.bench.ana): readonly string[] {
    return this.bench.sees(chat).map(({ text }) => text);
  }
}

let deliveries = 0;

/** Delivers, and gives back the result with the refs in the order of their parts. */
export async function deliver(adapter: ChatAdapter, to: Chat, operation: Operation, more: Partial<Delivery> = {}) {
  deliveries += 1;
  const refs: string[] = [];
  const order: number[] = [];
  const result = await adapter.deliver({ id: `contract-${deliveries}`, to, operation, ...more }, async (index, ref) => {
    order.push(index);
    refs[index] = ref;
  });
  return { result, refs, order };
}
