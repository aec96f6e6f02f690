import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanName } from "../../adapters/telegram/account.ts";
import { commandLists } from "../../adapters/telegram/commands.ts";
import { Echoes } from "../../adapters/telegram/echoes.ts";
import { Refused, toResult, Unreached } from "../../adapters/telegram/errors.ts";
import { chatsOf, toInbound } from "../../adapters/telegram/inbound.ts";
import { Ledger } from "../../adapters/telegram/ledger.ts";
import { tappedMessage } from "../../adapters/telegram/origin.ts";
import { update as schema } from "../../adapters/telegram/schema.ts";
import { wording } from "../../adapters/telegram/wording.ts";
import type { Chat, Inbound } from "../../src/ports/chat.ts";

const ME = { id: 1, username: "Ampersand_bot" };
const ANA = {
  id: 11,
  is_bot: false,
  first_name: "Ana",
  last_name: "Writes",
  username: "ana_w",
  language_code: "pt-BR",
};
const PRIVATE = { id: 11, type: "private", first_name: "Ana" };
const GROUP = { id: -5, type: "group", title: "Us" };
const ACCOUNT = { platform: "telegram", userId: "11", name: "Ana", handle: "@ana_w", language: "pt-BR" };
const HER_CHAT = { kind: "private", platform: "telegram", userId: "11" };
const OUR_CHAT = { kind: "shared", platform: "telegram", chatId: "-5" };

function event(update: Record<string, unknown>): Inbound | null {
  return toInbound(schema.parse({ update_id: 77, ...update }), ME);
}

function message(fields: Record<string, unknown>): Inbound | null {
  return event({ message: { message_id: 5, date: 1_700_000_000, chat: PRIVATE, from: ANA, ...fields } });
}

const inGroup = (fields: Record<string, unknown>) => message({ chat: GROUP, ...fields });

describe("a private message", () => {
  it("is a text with the platform's time in milliseconds and what it replies to", () => {
    const reply = { reply_to_message: { message_id: 3, date: 1, chat: PRIVATE } };
    expect(message({ text: " hello\nyou ", ...reply })).toEqual({
      type: "text",
      eventId: "77",
      from: ACCOUNT,
      chat: HER_CHAT,
      text: " hello\nyou ",
      messageId: "5",
      replyTo: "3",
      sentAt: 1_700_000_000_000,
    });
  });

  it.each([
    ["/help", "help", ""],
    ["/Rituals@ampersand_BOT  add heart\n daily ", "rituals", "add heart\n daily"],
    ["/start", "start", ""],
    ["/start not a payload", "start", "not a payload"],
    [`/start ${"x".repeat(65)}`, "start", "x".repeat(65)],
  ])("%s is a command", (text, name, args) => {
    expect(message({ text })).toEqual({
      type: "command",
      eventId: "77",
      from: ACCOUNT,
      chat: HER_CHAT,
      name,
      args,
      messageId: "5",
    });
  });

  it("with a start payload is a tap of that action", () => {
    const tap = { type: "tap", by: "link", eventId: "77", from: ACCOUNT, chat: HER_CHAT, action: "answer_Ab-1" };
    expect(message({ text: "/start answer_Ab-1" })).toEqual(tap);
  });

  it("for another bot is ignored", () => expect(message({ text: "/help@other_bot" })).toBeNull());

  it.each(["/", "/ no", "/a/b", "//x", "a /help"])("%s is a text, not a command", (text) => {
    expect(message({ text })).toMatchObject({ type: "text", text });
  });

  it.each([
    ["photo", { photo: [{}], caption: "an answer?" }],
    ["sticker", { sticker: {} }],
    ["voice", { voice: {} }],
    ["video_note", { video_note: {} }],
    ["animation", { animation: {}, document: {} }],
    ["venue", { venue: {}, location: {} }],
    ["location", { location: {} }],
    ["empty", { text: " \n" }],
  ])("%s is not supported", (what, fields) => {
    expect(message(fields)).toEqual({
      type: "unsupported",
      eventId: "77",
      from: ACCOUNT,
      chat: HER_CHAT,
      what,
      messageId: "5",
    });
  });

  it.each([
    [
      "photo",
      { photo: [{ file_id: "s" }, { file_id: "l", file_size: 9 }] },
      { file: "l", size: 9, mime: "image/jpeg" },
    ],
    ["voice", { voice: { file_id: "v", mime_type: "audio/ogg" } }, { file: "v", size: null, mime: "audio/ogg" }],
    ["voice", { audio: { file_id: "v" } }, { mime: "audio/mpeg" }],
    ["video-note", { video_note: { file_id: "v" } }, { mime: "video/mp4" }],
    ["video", { animation: { file_id: "g" }, document: { file_id: "g", mime_type: "video/mp4" } }, { file: "g" }],
    ["file", { document: { file_id: "d", file_name: "a.pdf" } }, { name: "a.pdf", mime: "application/octet-stream" }],
    ["photo", { document: { file_id: "d", mime_type: "image/png" } }, { mime: "image/png" }],
    ["photo", { document: { file_id: "d", mime_type: "image/heic" } }, { mime: "image/heic" }],
    ["photo", { document: { file_id: "d", mime_type: "image/gif" } }, { mime: "image/gif" }],
    ["file", { document: { file_id: "d", mime_type: "image/svg+xml" } }, { mime: "image/svg+xml" }],
  ])("with a %s is one with a file", (kind, fields, media) => {
    const reply_to_message = { message_id: 3 };
    const found = message({ ...fields, caption: "look", media_group_id: "g1", reply_to_message });
    expect(found).toMatchObject({ type: "media", caption: "look", album: "g1", replyTo: "3", messageId: "5" });
    expect(found).toMatchObject({ media: { kind, ...media } });
  });

  it("with a file is edited as one", () => {
    const edited_message = { message_id: 5, date: 1, edit_date: 2, chat: PRIVATE, from: ANA, caption: "new" };
    const photo = [{ file_id: "p" }];
    expect(event({ edited_message: { ...edited_message, photo } })).toMatchObject({ edited: true, caption: "new" });
  });

  it("of the platform itself is ignored", () => expect(message({ pinned_message: { message_id: 1 } })).toBeNull());

  it("is edited only in its text", () => {
    const edit = (fields: object) =>
      event({ edited_message: { message_id: 5, date: 1, edit_date: 2, chat: PRIVATE, from: ANA, ...fields } });
    expect(edit({ text: "/new" })).toEqual({
      type: "edited",
      eventId: "77",
      from: ACCOUNT,
      chat: HER_CHAT,
      text: "/new",
      messageId: "5",
    });
    expect(edit({ location: {} })).toBeNull();
    expect(edit({ text: "x", chat: GROUP })).toBeNull();
  });
});

describe("a group message", () => {
  it("is heard only as a command", () => {
    expect(inGroup({ text: "we talk" })).toBeNull();
    expect(inGroup({ photo: [] })).toBeNull();
    expect(inGroup({ text: "/jar@ampersand_bot why" })).toMatchObject({ type: "command", chat: OUR_CHAT, args: "why" });
    expect(inGroup({ text: "/start abc" })).toMatchObject({ type: "command", name: "start", args: "abc" });
  });

  it("that only its sender sees has no id to delete it by", () => {
    expect(inGroup({ text: "/jar", message_id: 0 })).not.toHaveProperty("messageId");
  });

  it.each([
    ["a bot", { from: { ...ANA, is_bot: true } }],
    [
      "a linked channel",
      {
        from: { id: 777000, is_bot: false, first_name: "Telegram" },
        sender_chat: { id: -1, type: "channel" },
        is_automatic_forward: true,
      },
    ],
    ["nobody", { from: undefined }],
  ])("from %s is ignored", (_, fields) => expect(inGroup({ text: "/help", ...fields })).toBeNull());

  it.each([
    ["admin", { from: { id: 1087968824, is_bot: true, first_name: "Group" }, sender_chat: GROUP }],
    ["sender", { from: { id: 136817688, is_bot: true, first_name: "Channel" }, sender_chat: { id: -1 } }],
    ["channel", { chat: { id: -9, type: "channel" }, from: undefined }],
  ])("from nobody who can be known is told as that: %s", (as, fields) => {
    expect(inGroup({ text: "/help", ...fields })).toMatchObject({ type: "faceless", as });
    expect(inGroup({ text: "we talk", ...fields })).toBeNull();
    expect(inGroup({ text: "/help@other_bot", ...fields })).toBeNull();
  });

  it("says who came and went, but not of the bot itself", () => {
    const bot = { id: 1, is_bot: true, first_name: "&" };
    const about = { eventId: "77", platform: "telegram", chatId: "-5" };
    expect(inGroup({ new_chat_members: [bot, ANA] })).toEqual({ type: "joined", ...about, userIds: ["11"] });
    expect(inGroup({ left_chat_member: ANA })).toEqual({ type: "left", ...about, userId: "11" });
    expect(inGroup({ new_chat_members: [bot] })).toBeNull();
    expect(inGroup({ left_chat_member: bot })).toBeNull();
  });

  it("reports a migration from both sides, in the order of both chats", () => {
    const moved = { type: "migrated", eventId: "77", platform: "telegram", fromChatId: "-5", toChatId: "-100" };
    expect(inGroup({ migrate_to_chat_id: -100 })).toEqual(moved);
    const chat = { id: -100, type: "supergroup" };
    expect(inGroup({ chat, sender_chat: chat, migrate_from_chat_id: -5 })).toEqual(moved);
    const keys = chatsOf(
      schema.parse({ update_id: 1, message: { message_id: 1, date: 1, chat, migrate_from_chat_id: -5 } }),
    );
    expect(keys).toEqual([-100, -5]);
  });
});

describe("a tap", () => {
  const tap = (fields: object) =>
    event({ callback_query: { id: "q1", from: ANA, chat_instance: "c", data: "pass_r1", ...fields } });

  it("carries its message, also one that the platform no longer shows", () => {
    for (const date of [1_700_000_000, 0]) {
      const found = tap({ message: { message_id: 8, date, chat: GROUP } });
      expect(found).toMatchObject({
        type: "tap",
        by: "button",
        action: "pass_r1",
        messageId: "8",
        chat: OUR_CHAT,
        from: ACCOUNT,
      });
      const origin = found?.type === "tap" ? found.origin : undefined;
      expect(tappedMessage(origin)).toEqual({ chatId: "-5", messageId: 8 });
    }
  });

  it("without a message or a known action leads nowhere, and its tapper can be told so", () => {
    const nowhere = { type: "tap", by: "button", action: "unknown" };
    expect(tap({})).toMatchObject({ ...nowhere, chat: { kind: "private" } });
    expect(tap({ message: { message_id: 8, date: 1, chat: GROUP }, data: "no spaces" })).toMatchObject(nowhere);
    expect(tap({ message: { message_id: 8, date: 1, chat: GROUP }, data: undefined })).toMatchObject(nowhere);
    expect(tappedMessage("something else")).toBeNull();
  });
});

describe("membership", () => {
  const change = (chat: object, before: object, now: object, user = { id: 1, is_bot: true, first_name: "&" }) => {
    const key = user.id === 1 ? "my_chat_member" : "chat_member";
    const members = { old_chat_member: { user, ...before }, new_chat_member: { user, ...now } };
    return event({ [key]: { chat, from: ANA, date: 1, ...members } });
  };
  const [member, left, kicked] = [{ status: "member" }, { status: "left" }, { status: "kicked" }];

  it("of the bot tells of a group and of a blocked private chat", () => {
    expect(change(GROUP, left, member)).toMatchObject({ type: "bot-added", chatId: "-5", by: ACCOUNT });
    expect(change(GROUP, member, kicked)).toMatchObject({ type: "bot-removed", chatId: "-5" });
    expect(change(GROUP, member, { status: "administrator" })).toMatchObject({
      type: "standing-changed",
      chatId: "-5",
    });
    expect(change(GROUP, left, kicked)).toBeNull();
    expect(change(PRIVATE, member, kicked)).toMatchObject({ type: "unreachable", userId: "11" });
    expect(change(PRIVATE, kicked, member)).toMatchObject({ type: "reachable", userId: "11" });
    expect(change({ id: -9, type: "channel" }, left, member)).toBeNull();
  });

  it("of others counts who is restricted but in", () => {
    const muted = { status: "restricted", is_member: true };
    const out = { status: "restricted", is_member: false };
    expect(change(GROUP, left, muted, ANA)).toMatchObject({ type: "joined", userIds: ["11"] });
    expect(change(GROUP, muted, out, ANA)).toMatchObject({ type: "left", userId: "11" });
    expect(change(GROUP, member, muted, ANA)).toBeNull();
  });
});

describe("news told twice", () => {
  const joined = { type: "joined", eventId: "1", platform: "telegram", chatId: "-5", userIds: ["11", "12"] } as const;
  const left = { type: "left", eventId: "1", platform: "telegram", chatId: "-5", userId: "11" } as const;

  it("count once, and coming back counts again", () => {
    const echoes = new Echoes();
    expect(echoes.filter({ ...joined, userIds: ["11"] }, 1000)).toMatchObject({ userIds: ["11"] });
    expect(echoes.filter(joined, 2000)).toMatchObject({ userIds: ["12"] });
    expect(echoes.filter(joined, 2000)).toBeNull();
    expect(echoes.filter(left, 3000)).toEqual(left);
    expect(echoes.filter(left, 3000)).toBeNull();
    expect(echoes.filter({ ...joined, userIds: ["11"] }, 4000)).toMatchObject({ userIds: ["11"] });
    expect(echoes.filter(joined, 60_000)).toEqual(joined);
  });
});

describe("a name", () => {
  it.each([
    ["Ana\nMaria  ", "Ana Maria"],
    ["\u202eanA\u2066", "anA"],
    [
      "👩‍👩‍👧 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
      "👩‍👩‍👧 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ],
    ["\u3164\u2800", ""],
    ["x".repeat(80), "x".repeat(64)],
    [`${"x".repeat(62)}👩‍👩‍👧`, "x".repeat(62)],
  ])("%j is shown as %j", (raw, shown) => expect(cleanName(raw)).toBe(shown));

  it("falls back to the user name, then to a word", () => {
    const from = (user: object) => message({ text: "x", from: { ...ANA, first_name: "\u200b", ...user } });
    expect(from({})).toMatchObject({ from: { name: "ana_w" } });
    expect(from({ username: undefined })).toMatchObject({ from: { name: "Someone" } });
  });

  it("is always one visible line of at most 64 characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", size: "large" }), (raw) => {
        const name = cleanName(raw);
        expect([...name].length).toBeLessThanOrEqual(64);
        expect(name).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("a failed call", () => {
  const shared: Chat = { kind: "shared", platform: "telegram", chatId: "-5" };
  const own: Chat = { kind: "private", platform: "telegram", userId: "11" };
  const refused = (code: number, description: string, rest = {}) => new Refused({ code, description, ...rest });

  it.each([
    [
      refused(429, "Too Many Requests: retry after 7", { retryAfterSeconds: 7 }),
      own,
      { type: "retry", afterMs: 7000, scope: "chat", heldBack: true },
    ],
    [
      refused(429, "Too Many Requests: retry after 7", { retryAfterSeconds: 7 }),
      shared,
      { type: "retry", afterMs: 7000, scope: "chat", heldBack: true },
    ],
    [refused(502, "Bad Gateway"), own, { type: "retry", scope: "chat", heldBack: false }],
    [new Unreached("ECONNRESET"), own, { type: "retry", scope: "chat", heldBack: false }],
    [refused(401, "Unauthorized"), own, { type: "retry", scope: "platform", heldBack: true }],
    [refused(403, "Forbidden: bot was blocked by the user"), own, { type: "unreachable", why: "blocked" }],
    [refused(403, "Forbidden: user is deactivated"), own, { type: "unreachable", why: "blocked" }],
    [
      refused(403, "Forbidden: bot can't initiate conversation with a user"),
      own,
      { type: "unreachable", why: "closed" },
    ],
    [
      refused(400, "Bad Request: bot can't initiate conversation with a user"),
      own,
      { type: "unreachable", why: "closed" },
    ],
    [refused(400, "Bad Request: chat not found"), own, { type: "unreachable", why: "closed" }],
    [refused(400, "Bad Request: chat not found"), shared, { type: "unreachable", why: "chat-gone" }],
    [refused(403, "Forbidden: bot was kicked from the group chat"), shared, { type: "unreachable", why: "chat-gone" }],
    [refused(403, "Forbidden: the group chat was deleted"), shared, { type: "unreachable", why: "chat-gone" }],
    [
      refused(400, "Bad Request: not enough rights to send text messages to the chat"),
      shared,
      { type: "unreachable", why: "no-access" },
    ],
    [
      refused(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrateToChatId: -100 }),
      shared,
      { type: "migrated", toChatId: "-100" },
    ],
    [
      refused(400, "Bad Request: message is too long"),
      shared,
      { type: "rejected", reason: "400 Bad Request message is too long" },
    ],
    [refused(404, "Not Found: method not found"), shared, { type: "rejected" }],
  ])("%s means what it means", (error, chat, result) => expect(toResult(error, chat)).toMatchObject(result));

  it("that is a bug of ours stays one", () => {
    const bug = new TypeError("x");
    expect(() => toResult(bug, own)).toThrow(bug);
  });

  it("never says what was sent", () => {
    const secret = /ana|secret|marker|http|\d/i;
    for (const description of [
      "Bad Request: inline keyboard button URL 'https://secret.example/ana' is invalid: Wrong HTTP URL",
      'Bad Request: can\'t parse entities: unexpected "marker" at byte offset 55',
      "Bad Request: SECRET_MARKER my secret for Ana can't be sent",
    ]) {
      expect(wording(description)).not.toMatch(secret);
      expect(wording(description)).toMatch(/^Bad Request/);
    }
    expect(wording("Bad Request: BUTTON_DATA_INVALID")).toBe("Bad Request BUTTON_DATA_INVALID");
    const error = new Refused({ code: 400, description: "the secret" });
    expect(`${error.stack} ${JSON.stringify(error)} ${error.reason}`).not.toMatch(/secret/);
  });
});

describe("the offset", () => {
  it("never passes an update that is not finished, in whatever order they end", () => {
    const orders = fc.uniqueArray(fc.integer({ min: 100, max: 130 }), { minLength: 1 });
    fc.assert(
      fc.property(orders, fc.infiniteStream(fc.nat()), (ids, picks) => {
        const ledger = new Ledger();
        for (const id of ids) expect(ledger.take(id)).toBe(true);
        const open = new Set(ids);
        while (open.size > 0) {
          const rest = [...open];
          const id = rest[(picks.next().value ?? 0) % rest.length];
          if (id === undefined) throw new Error("none left");
          ledger.finish(id);
          open.delete(id);
          if (open.size > 0) expect(ledger.offset).toBeLessThanOrEqual(Math.min(...open));
          for (const held of open) expect(ledger.take(held)).toBe(false);
        }
        expect([ledger.offset, ledger.idle]).toEqual([Math.max(...ids) + 1, true]);
      }),
    );
  });
});

describe("the command list", () => {
  it("is one per language of two letters and English for everybody else", () => {
    const specs = [
      { name: "help", descriptions: { en: "Help", "pt-BR": "Ajuda", de: "Hilfe" }, options: [] },
      { name: "pair", descriptions: { en: "Pair" }, options: [] },
    ];
    const list = (help: string) => [
      { command: "help", description: help },
      { command: "pair", description: "Pair" },
    ];
    expect(commandLists(specs)).toEqual([
      { commands: list("Help") },
      { commands: list("Ajuda"), language_code: "pt" },
      { commands: list("Hilfe"), language_code: "de" },
    ]);
  });
});
