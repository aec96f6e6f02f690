import type { FakeMessage } from "./message.ts";
import type { WaitOptions } from "./watch.ts";
import type { Chat, World } from "./world.ts";

/** Which message is meant: its text contains this, matches this, or the function says so. */
export type MessagePredicate = string | RegExp | ((message: FakeMessage) => boolean);

/** Options of `waitForMessage`. */
export interface MessageWait extends WaitOptions {
  /** Only messages that came into the chat later than this one. */
  after?: FakeMessage;
}

function matches(message: FakeMessage, predicate: MessagePredicate): boolean {
  if (typeof predicate === "string") return message.text.includes(predicate);
  return predicate instanceof RegExp ? predicate.test(message.text) : predicate(message);
}

/** A chat as its members see it. */
export class ChatView {
  protected readonly world: World;

  constructor(world: World, chats: Chat[]) {
    this.world = world;
    this.chats = chats;
  }
  /** More than one after a migration: members still scroll through the old messages. */
  protected readonly chats: Chat[];

  /** The chat that is in use now. */
  protected get current(): Chat {
    const chat = this.chats.at(-1);
    if (!chat) throw new Error("A view needs a chat");
    return chat;
  }

  /** The chat's identifier now; it changes with a migration. */
  get id(): number {
    return this.current.wire.id;
  }

  /** Everything that was ever posted, deleted messages too (`deleted` tells). */
  get messages(): FakeMessage[] {
    return this.chats.flatMap((c) => c.messages);
  }

  /** What members can read now. */
  get visible(): FakeMessage[] {
    return this.messages.filter((m) => !m.deleted);
  }

  /** The bot's messages that can be read now. */
  get fromBot(): FakeMessage[] {
    return this.visible.filter((m) => m.fromBot && !m.service);
  }

  /** The bot's last message; throws when there is none. */
  get last(): FakeMessage {
    const message = this.fromBot.at(-1);
    if (!message) throw new Error(`The bot has written nothing here.\n${this.world.transcript()}`);
    return message;
  }

  /** Waits until the bot has a readable message like this, new or edited, and returns the newest of them. */
  waitForMessage(predicate: MessagePredicate, options: MessageWait = {}): Promise<FakeMessage> {
    const what = options.what ?? `a message of the bot in ${this.id} like ${String(predicate)}`;
    const probe = (): FakeMessage | undefined => {
      const from = options.after ? this.messages.indexOf(options.after) + 1 : 0;
      const late = new Set(this.messages.slice(from));
      return this.fromBot.findLast((m) => late.has(m) && matches(m, predicate));
    };
    return this.world.watch.for(probe, { ...options, what });
  }
}
