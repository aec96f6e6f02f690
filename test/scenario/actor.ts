/** Somebody in a scenario, in words: `ana.taps("Answer")`, `ben.seesNothing()`. */
import { expect } from "vitest";
import type { Button } from "../../src/domain/message.ts";
import type { Account, Chat, Inbound, Received, Reply } from "../../src/ports/chat.ts";
import type { Fetched } from "../../src/ports/media.ts";
import { chatKey } from "../../src/ports/outbox.ts";
import { type Shown, type StagePlatform, textOf } from "./platform.ts";
import type { Stage } from "./stage.ts";

const NOTHING: Reply = { type: "none" };

interface Sent {
  readonly ref?: string;
  readonly caption?: string;
  readonly album?: string;
  readonly edited?: boolean;
  readonly replyTo?: string;
  readonly mime?: string;
  readonly data?: Uint8Array;
  /** As the platform says it; the real size unless given. */
  readonly size?: number | null;
  /** What comes of fetching it. */
  readonly fetched?: Fetched;
}

const MIME: Readonly<Record<Received["kind"], string>> = {
  photo: "image/jpeg",
  voice: "audio/ogg",
  video: "video/mp4",
  "video-note": "video/mp4",
  file: "application/pdf",
};

export class Actor {
  readonly account: Account;
  readonly home: Chat;
  #seen = 0;
  #seenShared = 0;

  readonly stage: Stage;
  readonly on: StagePlatform;
  readonly name: string;

  constructor(stage: Stage, on: StagePlatform, name: string, language: string) {
    this.stage = stage;
    this.on = on;
    this.name = name;
    this.account = { platform: on.platform, userId: `u-${name.toLowerCase()}`, name, language };
    this.home = { kind: "private", platform: on.platform, userId: this.account.userId };
  }

  shared(chatId = "home"): Chat {
    return { kind: "shared", platform: this.on.platform, chatId };
  }

  shown(chat: Chat = this.home): readonly Shown[] {
    return (this.on.chats.get(chatKey(chat)) ?? []).filter((one) => !one.deleted);
  }

  async #send(event: Inbound): Promise<Reply> {
    const reply = (await this.on.handle?.(event)) ?? NOTHING;
    await this.stage.settle();
    return reply;
  }

  #from(chat: Chat = this.home) {
    return { eventId: this.on.nextEvent(), from: this.account, chat };
  }

  /** Types a command, `/name args`. */
  types(command: string, chat: Chat = this.home): Promise<Reply> {
    const [name = "", ...args] = command.slice(1).split(" ");
    return this.#send({
      ...this.#from(chat),
      type: "command",
      name,
      args: args.join(" "),
      messageId: this.on.nextRef(),
    });
  }

  /** Asks for the export, and says yes to it where there is something to say yes to. */
  async exports(): Promise<Reply> {
    const reply = await this.types("/export");
    return /Send me the files/.test(this.last()) ? this.taps("Send me the files") : reply;
  }

  async says(text: string, options: { replyTo?: string; ref?: string; sentAt?: number } = {}): Promise<string> {
    const messageId = options.ref ?? this.on.nextRef();
    const { replyTo } = options;
    const event = { ...this.#from(), type: "text", text, messageId, sentAt: options.sentAt ?? this.stage.now } as const;
    await this.#send(replyTo === undefined ? event : { ...event, replyTo });
    return messageId;
  }

  edits(messageId: string, text: string): Promise<Reply> {
    return this.#send({ ...this.#from(), type: "edited", text, messageId });
  }

  sends(what: string): Promise<Reply> {
    return this.#send({ ...this.#from(), type: "unsupported", what, messageId: this.on.nextRef() });
  }

  /** Sends a file: its bytes can be fetched on the platform unless told otherwise. */
  async sendsFile(kind: Received["kind"], options: Sent = {}): Promise<string> {
    const messageId = options.ref ?? this.on.nextRef();
    const file = `file-${this.on.nextRef()}`;
    const data = options.data ?? Buffer.from(`${kind} of ${this.name}`);
    this.on.files.set(file, options.fetched ?? { type: "bytes", data });
    const { caption = "", size = data.byteLength, album, edited, replyTo } = options;
    const media = { kind, file, size, mime: options.mime ?? MIME[kind], name: null };
    await this.#send({
      ...this.#from(),
      ...(album === undefined ? {} : { album }),
      ...(edited === undefined ? {} : { edited }),
      ...(replyTo === undefined ? {} : { replyTo }),
      ...{ type: "media", media, caption, messageId, sentAt: this.stage.now },
    });
    return messageId;
  }

  /** Does an action of which only the string is known: an old button, a made-up one. */
  does(action: string, chat: Chat = this.home, origin?: string): Promise<Reply> {
    const event = { ...this.#from(chat), type: "tap", by: "button", action } as const;
    return this.#send(origin === undefined ? event : { ...event, origin });
  }

  /** Opens a deep link with this payload. */
  follows(payload: string): Promise<Reply> {
    return this.#send({ ...this.#from(), type: "tap", by: "link", action: payload });
  }

  /** The newest message with this button, in the private chat or a shared one. */
  button(label: string | RegExp, chat: Chat = this.home): { button: Button; shown: Shown } {
    for (const shown of [...this.shown(chat)].reverse()) {
      for (const button of shown.message.buttons.flat()) {
        if (typeof label === "string" ? button.label === label : label.test(button.label)) return { button, shown };
      }
    }
    throw new Error(`${this.name} sees no button ${label} in:\n${this.transcript(chat)}`);
  }

  /** Taps a button; one of a shared chat that leads into private does. */
  taps(label: string | RegExp, chat: Chat = this.home): Promise<Reply> {
    const { button, shown } = this.button(label, chat);
    if (button.private && !this.on.capabilities.forms) return this.follows(button.action);
    const origin = `o-${this.on.nextRef()}`;
    const tap = { type: "tap", by: "button", action: button.action } as const;
    return this.#send({ ...this.#from(chat), ...tap, messageId: shown.ref, origin });
  }

  submits(
    action: string,
    values: Record<string, readonly string[]>,
    files: Record<string, readonly Received[]> = {},
  ): Promise<Reply> {
    return this.#send({ ...this.#from(), type: "form", action, values, files, origin: `o-${this.on.nextRef()}` });
  }

  transcript(chat: Chat = this.home): string {
    return this.shown(chat)
      .map((one) => textOf(one.message))
      .join("\n---\n");
  }

  /** The text of the last message. */
  last(chat: Chat = this.home): string {
    const shown = this.shown(chat).at(-1);
    return shown ? textOf(shown.message) : "";
  }

  sees(what: string | RegExp, chat: Chat = this.home): void {
    expect(this.last(chat)).toMatch(what);
  }

  /** Something matching is anywhere in the chat. */
  hasSeen(what: string | RegExp, chat: Chat = this.home): void {
    expect(this.transcript(chat)).toMatch(what);
  }

  neverSaw(what: string | RegExp, chat: Chat = this.home): void {
    expect(this.transcript(chat)).not.toMatch(what);
  }

  /** Marks the present as seen: `seesNothing` compares with it. */
  looks(): void {
    this.#seen = this.shown().length;
    this.#seenShared = this.shown(this.shared()).length;
  }

  seesNothing(): void {
    expect(
      this.shown()
        .slice(this.#seen)
        .map((one) => textOf(one.message)),
    ).toEqual([]);
    expect(
      this.shown(this.shared())
        .slice(this.#seenShared)
        .map((one) => textOf(one.message)),
    ).toEqual([]);
  }
}

/** A couple that has just come together in a shared chat, both having joined. */
export async function couple(stage: Stage): Promise<{ ana: Actor; ben: Actor; home: Chat }> {
  const ana = stage.person("Ana");
  const ben = stage.person("Ben");
  ana.on.members.set("home", new Set([ana.account.userId, ben.account.userId]));
  await ana.on.handle?.({
    type: "bot-added",
    eventId: ana.on.nextEvent(),
    platform: "stage",
    chatId: "home",
    by: ana.account,
  });
  await stage.settle();
  const home = ana.shared();
  for (const person of [ana, ben]) {
    await person.taps("Join in private", home);
    await person.taps("I’m in");
  }
  return { ana, ben, home };
}
