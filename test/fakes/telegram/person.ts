import type { TelegramInlineKeyboardButton, TelegramMessage, TelegramMessageEntity, TelegramUser } from "@gramio/types";
import { type FakeGroup, inTopic } from "./group.ts";
import { amend, meet, post, typed } from "./inbound.ts";
import type { FakeMessage, MediaKind } from "./message.ts";
import { MIME, mediaFields } from "./methods/media.ts";
import { findButton, query, startPayload, type TapOptions, type TapResult } from "./tap.ts";
import { ChatView } from "./view.ts";
import { type Account, type Chat, isInside, type World } from "./world.ts";

/** What clients let a person type into one message. */
const CLIENT_TEXT_LIMIT = 4096;

/** Where and how a person's message goes. */
export interface SendOptions {
  replyTo?: FakeMessage;
  /** A group instead of the private chat with the bot. */
  in?: FakeGroup;
  /** Caption of media. */
  caption?: string;
  captionEntities?: TelegramMessageEntity[];
  /** The file's bytes; a few are made up otherwise. */
  content?: Buffer;
  /** What the client says it is, for files that are sent as such. */
  mime?: string;
}

/** A person with a Telegram client. */
export class FakePerson {
  readonly user: TelegramUser;
  /** The private chat with the bot. */
  readonly chat: ChatView;
  readonly #world: World;
  readonly #account: Account;

  constructor(world: World, account: Account) {
    this.#world = world;
    this.#account = account;
    this.user = account.user;
    this.chat = new ChatView(world, [account.chat]);
  }

  get id(): number {
    return this.user.id;
  }

  /** Opens the private chat and presses Start (or Restart, after blocking); `payload` as in a start link. */
  start(payload?: string): FakeMessage {
    if (payload !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(payload))
      throw new Error(`No start payload: ${payload}`);
    if (this.#account.blocked) this.unblocks();
    return this.sends(payload === undefined ? "/start" : `/start ${payload}`);
  }

  /** Shows another name from now on. */
  renames(name: string): void {
    this.user.first_name = name;
  }

  /** Writes to the bot in private. */
  sends(text: string, options: { replyTo?: FakeMessage; entities?: TelegramMessageEntity[] } = {}): FakeMessage {
    return this.#send(this.#account.chat, typed(text, options.entities), options.replyTo);
  }

  /** Pastes a text too long for one message; the client splits it. */
  sendsLong(text: string): FakeMessage[] {
    const parts: FakeMessage[] = [];
    for (let at = 0; at < text.length; at += CLIENT_TEXT_LIMIT) {
      parts.push(this.sends(text.slice(at, at + CLIENT_TEXT_LIMIT)));
    }
    return parts;
  }

  /** Writes into a group. */
  sendsIn(group: FakeGroup, text: string, options: { replyTo?: FakeMessage; topic?: number } = {}): FakeMessage {
    const topic = options.topic === undefined ? {} : inTopic(options.topic);
    return this.#send(this.#chatOf(group), { ...typed(text), ...topic }, options.replyTo);
  }

  /** Edits an own text (or caption), wherever it is. */
  edits(message: FakeMessage, text: string, formatted: TelegramMessageEntity[] = []): void {
    this.#own(message);
    const { entities } = typed(text, formatted);
    const chat = this.#chatById(message.chatId);
    if (message.wire.text === undefined) amend(this.#world, chat, message, { caption: text });
    else amend(this.#world, chat, message, { text, entities });
  }

  /** An edit that changes nothing visible, as platforms send after a link preview came. */
  touches(message: FakeMessage): void {
    this.#own(message);
    amend(this.#world, this.#chatById(message.chatId), message, {});
  }

  /** Deletes an own message for everyone. Bots are not told. */
  deletes(message: FakeMessage): void {
    this.#own(message);
    message.deleted = true;
    this.#world.watch.changed();
  }

  photo(options: SendOptions = {}): FakeMessage {
    return this.sendsFile("photo", options);
  }

  sticker(options: SendOptions = {}): FakeMessage {
    return this.sendsFile("sticker", options);
  }

  voice(options: SendOptions = {}): FakeMessage {
    return this.sendsFile("voice", options);
  }

  videoNote(options: SendOptions = {}): FakeMessage {
    return this.sendsFile("video_note", options);
  }

  /** Sends a file of any kind. */
  sendsFile(kind: MediaKind, options: SendOptions = {}): FakeMessage {
    const chat = options.in ? this.#chatOf(options.in) : this.#account.chat;
    return this.#send(chat, this.#file(kind, options), options.replyTo);
  }

  /** Several photos or videos sent as one: messages of their own with a common `media_group_id`. */
  album(items: { kind: MediaKind; caption?: string }[]): FakeMessage[] {
    const media_group_id = String(this.#world.serial() + 14_000_000_000_000_000);
    return items.map((item) => this.#send(this.#account.chat, { media_group_id, ...this.#file(item.kind, item) }));
  }

  /** Sends whatever a client can: a contact, a poll, a story. */
  sendsAny(content: Partial<TelegramMessage>): FakeMessage {
    return this.#send(this.#account.chat, content);
  }

  location(options: SendOptions = {}): FakeMessage {
    const chat = options.in ? this.#chatOf(options.in) : this.#account.chat;
    return this.#send(chat, { location: { latitude: 52.5, longitude: 13.4 } }, options.replyTo);
  }

  /**
   * Taps a button by its label, its data or its URL. A callback button resolves with the bot's
   * answer, a start link of the bot opens the private chat and presses Start.
   */
  taps(message: FakeMessage, button: string | RegExp, options: TapOptions = {}): Promise<TapResult> {
    this.#mustSee(message);
    const found = findButton(message, button, options.stale === true);
    const result = this.#tap(message, found, options);
    // A test that does not look at the answer (a crash test) must not fail for it.
    result.catch(() => {});
    return result;
  }

  /** Blocks the bot in the private chat. */
  blocks(): void {
    this.#block(true);
  }

  /** Unblocks the bot. */
  unblocks(): void {
    this.#block(false);
  }

  /** Deletes the account. */
  deactivates(): void {
    this.#account.deactivated = true;
    this.#world.watch.changed();
  }

  async #tap(message: FakeMessage, button: TelegramInlineKeyboardButton, options: TapOptions): Promise<TapResult> {
    const { url, copy_text: copy } = button;
    if (copy) return { showAlert: false, copied: copy.text };
    if (url === undefined) return query(this.#world, this.user, message, button, options);
    const payload = startPayload(url, this.#world.bot.username);
    if (payload === undefined) return { showAlert: false, url };
    const kept = options.losesPayload || payload === "" ? undefined : payload;
    return { showAlert: false, url, started: this.start(kept) };
  }

  #send(chat: Chat, content: Partial<TelegramMessage>, replyTo?: FakeMessage): FakeMessage {
    if (this.#account.deactivated) throw new Error(`${this.user.first_name}'s account is gone`);
    if ((content.text?.length ?? 0) > CLIENT_TEXT_LIMIT) throw new Error("A client splits this: use sendsLong");
    if (chat.wire.type === "private") {
      if (this.#account.blocked) throw new Error(`${this.user.first_name} has blocked the bot and cannot write to it`);
      this.#account.started = true;
    }
    return post(this.#world, chat, this.user, content, replyTo);
  }

  #file(kind: MediaKind, options: Omit<SendOptions, "in" | "replyTo">): Partial<TelegramMessage> {
    const content = options.content ?? Buffer.from(`${kind} ${this.#world.serial()}`);
    const file = this.#world.store(kind, content, `${kind}.bin`, options.mime ?? MIME[kind]);
    const { caption, captionEntities } = options;
    const formatted = captionEntities === undefined ? {} : { caption_entities: captionEntities };
    return { ...mediaFields(this.#world, file), ...(caption ? { caption, ...formatted } : {}) };
  }

  #block(blocked: boolean): void {
    if (this.#account.blocked === blocked) return;
    this.#account.blocked = blocked;
    meet(this.#world, this.id);
    const { bot } = this.#world;
    const kicked = { status: "kicked" as const, user: bot, until_date: 0 };
    const member = { status: "member" as const, user: bot };
    this.#world.notify("my_chat_member", {
      chat: this.#account.chat.wire,
      from: this.user,
      date: this.#world.seconds(),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    });
    this.#world.watch.changed();
  }

  #chatOf(group: FakeGroup): Chat {
    const chat = this.#chatById(group.id);
    if (!isInside(chat.members.get(this.id))) throw new Error(`${this.user.first_name} is not in “${chat.wire.title}”`);
    return chat;
  }

  #chatById(id: number): Chat {
    const chat = this.#world.chats.get(id);
    if (!chat) throw new Error(`There is no chat ${id}`);
    return chat;
  }

  #own(message: FakeMessage): void {
    if (message.wire.from?.id !== this.id)
      throw new Error(`Not ${this.user.first_name}'s message: ${message.describe()}`);
  }

  #mustSee(message: FakeMessage): void {
    const chat = this.#chatById(message.chatId);
    const sees = chat === this.#account.chat || isInside(chat.members.get(this.id));
    if (!sees) throw new Error(`${this.user.first_name} cannot see ${message.describe()}`);
  }
}
