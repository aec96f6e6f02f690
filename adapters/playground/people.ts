/** What the two do on their phones, as messages in the chats and as events for the application. */
import { randomUUID } from "node:crypto";
import type { Inbound, Received } from "../../src/ports/chat.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Board } from "./board.ts";
import type { Inbox } from "./inbox.ts";
import { originOfTap } from "./outward.ts";
import { account, canSee, chatFor, HOME, PLATFORM, roomOf, type UserId } from "./platform.ts";
import type { OwnFile } from "./shown.ts";

type Where = "shared" | "private";

export interface Said {
  readonly user: UserId;
  readonly where: Where;
  readonly text: string;
  readonly replyTo?: string | undefined;
}

export interface Attached {
  readonly user: UserId;
  readonly where: Where;
  readonly text: string;
  readonly file: OwnFile;
}

function kindOf(mime: string): Received["kind"] {
  if (mime.startsWith("image/")) return "photo";
  if (mime.startsWith("audio/")) return "voice";
  return mime.startsWith("video/") ? "video" : "file";
}

/** A random id never meets one from before a restart. */
const newId = (prefix: string) => `${prefix}-${randomUUID()}`;

/** The command's name and what was typed after it, or null for ordinary text. */
function parseCommand(text: string): { name: string; args: string } | null {
  const match = /^\/([a-z][a-z0-9_]{0,31})(?:\s+([\s\S]*))?$/i.exec(text.trim());
  if (match === null) return null;
  const args = (match[2] ?? "").trim();
  return { name: (match[1] ?? "").toLowerCase(), args };
}

export class People {
  readonly #board: Board;
  readonly #inbox: Inbox;
  readonly #clock: Clock;

  constructor(board: Board, inbox: Inbox, clock: Clock) {
    this.#board = board;
    this.#inbox = inbox;
    this.#clock = clock;
  }

  /** The bot comes into the shared chat, as on the very first start. */
  async addBot(): Promise<void> {
    await this.#inbox.accept({
      type: "bot-added",
      eventId: newId("added"),
      platform: PLATFORM,
      chatId: HOME,
      by: account("ana"),
    });
  }

  /** Shows what was said; commands, and everything in a private chat, also reach the bot. */
  async say({ user, where, text, replyTo }: Said): Promise<void> {
    const chat = chatFor(user, where);
    const room = roomOf(chat) ?? "shared";
    const command = parseCommand(text);
    const quoted = replyTo !== undefined && this.#board.get(replyTo)?.room === room ? replyTo : null;
    const messageId = newId("msg");
    await this.#board.put(messageId, room, {
      kind: "person",
      from: user,
      text,
      command: command !== null,
      edited: false,
      replyTo: quoted,
    });
    const common = { eventId: newId("said"), from: account(user), chat, messageId };
    if (command !== null) await this.#inbox.accept({ ...common, type: "command", ...command });
    else if (where === "private") {
      const reply = quoted === null ? {} : { replyTo: quoted };
      await this.#inbox.accept({ ...common, ...reply, type: "text", text, sentAt: this.#clock.now() });
    }
  }

  /** Sends a file; in a private chat it reaches the bot. */
  async attach({ user, where, text, file }: Attached): Promise<void> {
    const chat = chatFor(user, where);
    const messageId = newId("msg");
    const shown = { kind: "person", from: user, text, command: false, edited: false, replyTo: null, file } as const;
    await this.#board.put(messageId, roomOf(chat) ?? "shared", shown);
    if (where === "shared") return;
    const { name, mime, data } = file;
    await this.#inbox.accept({
      type: "media",
      eventId: newId("sent"),
      from: account(user),
      chat,
      media: { kind: kindOf(mime), file: messageId, size: Buffer.byteLength(data, "base64"), mime, name },
      caption: text,
      messageId,
      sentAt: this.#clock.now(),
    });
  }

  /** False when this is not an own message that can be changed: a sent command has had its effect. */
  async edit(user: UserId, id: string, text: string): Promise<boolean> {
    const entry = this.#board.get(id);
    if (entry?.shown.kind !== "person" || entry.shown.from !== user || entry.shown.command) return false;
    if (entry.shown.file) return false;
    if (entry.shown.text === text) return true;
    await this.#board.put(id, entry.room, { ...entry.shown, text, edited: true });
    if (entry.room !== "shared") {
      const chat = chatFor(user, "private");
      await this.#inbox.accept({
        type: "edited",
        eventId: newId("edit"),
        from: account(user),
        chat,
        text,
        messageId: id,
      });
    }
    return true;
  }

  /** Where the answer will be, or null when there is no such button any more. */
  async tap(user: UserId, id: string, action: string): Promise<Where | null> {
    const entry = this.#board.get(id);
    if (entry?.shown.kind !== "bot" || !canSee(user, entry.room)) return null;
    const button = entry.shown.buttons.flat().find((one) => one.action === action);
    if (button === undefined) return null;
    await this.#inbox.accept(this.#tapEvent(user, entry, action, button.private === true));
    return entry.room === "shared" && button.private !== true ? "shared" : "private";
  }

  /** A private button in the shared chat goes on in the private one: there is no tapped message there. It stays a button. */
  #tapEvent(user: UserId, entry: { id: string; room: string }, action: string, asPrivate: boolean): Inbound {
    const common = { type: "tap" as const, by: "button" as const, eventId: newId("tap"), from: account(user), action };
    if (entry.room === "shared" && asPrivate) return { ...common, chat: chatFor(user, "private") };
    const chat = chatFor(user, entry.room === "shared" ? "shared" : "private");
    return { ...common, chat, messageId: entry.id, origin: originOfTap(entry.id) };
  }
}
