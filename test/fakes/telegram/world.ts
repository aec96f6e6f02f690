import { createHash } from "node:crypto";
import type {
  TelegramChat,
  TelegramChatFullInfo,
  TelegramChatMember,
  TelegramMessage,
  TelegramUpdate,
  TelegramUser,
} from "@gramio/types";
import { badRequest, forbidden } from "./errors.ts";
import { FakeMessage, type MediaKind, type StoredFile } from "./message.ts";
import { type UpdateKind, UpdateQueue } from "./updates.ts";
import { Watch } from "./watch.ts";

/** Where the fake reads the time; milliseconds since the epoch. */
export interface FakeClock {
  now(): number;
}

/** A chat as the platform keeps it. */
export interface Chat {
  wire: TelegramChat;
  messages: FakeMessage[];
  /** Groups: everyone who is or was in it, the bot too. Empty for private chats. */
  members: Map<number, TelegramChatMember>;
  /** Set when a group has become a supergroup. */
  migratedTo?: number;
  /** What members may not do who are no administrators; nothing unless set. Bots are not told when it changes. */
  forbidden?: ReadonlySet<Permission>;
  /** What else `getChat` says of the chat; bots are not told when it changes. */
  further?: Partial<TelegramChatFullInfo>;
  /** Topics by their number, the general one as 1; set while the supergroup is a forum. */
  topics?: Map<number, Topic>;
}

/** Kinds of messages that a group can forbid. */
export type Permission =
  | "can_send_messages"
  | "can_send_photos"
  | "can_send_documents"
  | "can_send_videos"
  | "can_send_voice_notes"
  | "can_send_video_notes"
  | "can_send_audios";

export interface Topic {
  closed: boolean;
  deleted: boolean;
}

/** The topic that every forum has. */
export const GENERAL = 1;

/** A person's account and how it stands to the bot. */
export interface Account {
  user: TelegramUser;
  chat: Chat;
  /** The bot has come across this person somewhere, so that the id means something to it. */
  met: boolean;
  /** The person has written to the bot, so that the bot may write. */
  started: boolean;
  blocked: boolean;
  deactivated: boolean;
}

/** What a tapper sees after the bot's answerCallbackQuery. */
export interface CallbackAnswer {
  text?: string;
  showAlert: boolean;
  url?: string;
}

/** A tapped button that waits for its answer. */
export interface PendingQuery {
  at: number;
  answer?: CallbackAnswer;
}

/** Signs messages of a supergroup that nobody in particular wrote, such as the one after a migration. */
export const ANONYMOUS: TelegramUser = {
  id: 1087968824,
  is_bot: true,
  first_name: "Group",
  username: "GroupAnonymousBot",
};

/** Membership statuses that count as being in the chat. */
export function isInside(member: TelegramChatMember | undefined): boolean {
  if (member?.status === "restricted") return member.is_member;
  return member !== undefined && ["creator", "administrator", "member"].includes(member.status);
}

/** The whole state of the fake platform. */
export class World {
  readonly clock: FakeClock;
  readonly bot: TelegramUser;
  /** BotFather's privacy mode. */
  privacyMode = true;
  readonly chats = new Map<number, Chat>();
  readonly accounts = new Map<number, Account>();
  readonly queries = new Map<string, PendingQuery>();
  readonly files = new Map<string, StoredFile>();
  readonly watch = new Watch(() => this.transcript());
  readonly updates: UpdateQueue;
  #serial = 0;
  /** Private chats and basic groups share one counter per account; each supergroup has its own. */
  #sharedMessageId = 0;
  readonly #superMessageIds = new Map<number, number>();

  constructor(clock: FakeClock, bot: TelegramUser) {
    this.clock = clock;
    this.bot = bot;
    this.updates = new UpdateQueue(
      () => clock.now(),
      () => this.watch.changed(),
    );
  }

  /** Unix time in seconds. */
  seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** A number that was not used before; for identifiers. */
  serial(): number {
    return ++this.#serial;
  }

  /** Puts a message into its chat. `fields` hold everything but id, date and chat. */
  add(chat: Chat, fields: Partial<TelegramMessage>): FakeMessage {
    const wire = { message_id: this.#nextMessageId(chat), ...fields, chat: chat.wire, date: this.seconds() };
    const message = new FakeMessage(wire as TelegramMessage);
    chat.messages.push(message);
    this.watch.changed();
    return message;
  }

  /** The message that is there now; deleted ones are not found. */
  find(chat: Chat, messageId: number | undefined): FakeMessage | undefined {
    return chat.messages.find((m) => m.id === messageId && !m.deleted);
  }

  /** Queues an update for the bot. */
  notify<K extends UpdateKind>(kind: K, payload: NonNullable<TelegramUpdate[K]>): number | undefined {
    return this.updates.push(kind, structuredClone(payload));
  }

  /** Keeps a file and names it as the platform would. */
  store(kind: MediaKind, content: Buffer, filename: string, mimeType: string): StoredFile {
    const hash = createHash("sha256").update(`${this.serial()}`).update(content).digest("base64url");
    const file = { fileId: `BQAC${hash}`, uniqueId: `AgAD${hash.slice(0, 12)}`, kind, filename, mimeType, content };
    this.files.set(file.fileId, file);
    return file;
  }

  /** The chat that a request names, or the platform's refusal for one that the bot cannot see. */
  chatFor(chatId: unknown): Chat {
    if (chatId === undefined || chatId === "") throw badRequest("chat_id is empty");
    const wanted = typeof chatId === "string" && chatId.startsWith("@") ? chatId.slice(1) : Number(chatId);
    const chat =
      typeof wanted === "string"
        ? [...this.chats.values()].find((c) => c.wire.type !== "private" && c.wire.username === wanted)
        : this.chats.get(wanted);
    const known = chat?.wire.type === "private" ? this.accounts.get(chat.wire.id)?.met : chat?.members.has(this.bot.id);
    if (!chat || !known) throw badRequest("chat not found");
    if (chat.migratedTo !== undefined) {
      const parameters = { migrate_to_chat_id: chat.migratedTo };
      throw badRequest("group chat was upgraded to a supergroup chat", parameters);
    }
    const status = chat.members.get(this.bot.id)?.status;
    if (status === "kicked") throw forbidden(`bot was kicked from the ${chat.wire.type} chat`);
    if (status === "left") throw forbidden(`bot is not a member of the ${chat.wire.type} chat`);
    return chat;
  }

  /** As `chatFor`, and the bot may write there. */
  writableChat(chatId: unknown): Chat {
    const chat = this.chatFor(chatId);
    const account = chat.wire.type === "private" ? this.accounts.get(chat.wire.id) : undefined;
    if (account?.deactivated) throw forbidden("user is deactivated");
    if (account?.blocked) throw forbidden("bot was blocked by the user");
    if (account && !account.started) throw forbidden("bot can't initiate conversation with a user");
    return chat;
  }

  /** All chats in readable lines, for failures. */
  transcript(): string {
    const lines = [...this.chats.values()].flatMap((chat) => {
      const name = chat.wire.title ?? chat.wire.first_name ?? "?";
      return [`${chat.wire.type} “${name}” (${chat.wire.id})`, ...chat.messages.map((m) => `  ${m.describe()}`)];
    });
    return ["--- chats ---", ...lines, `${this.updates.pendingCount} updates not confirmed`].join("\n");
  }

  #nextMessageId(chat: Chat): number {
    if (chat.wire.type !== "supergroup") return ++this.#sharedMessageId;
    const id = (this.#superMessageIds.get(chat.wire.id) ?? 0) + 1;
    this.#superMessageIds.set(chat.wire.id, id);
    return id;
  }
}
