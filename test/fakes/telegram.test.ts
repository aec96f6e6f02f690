import { readFileSync } from "node:fs";
import { Telegram, TelegramError } from "telegraf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildApiTable } from "./telegram/generate-api.ts";
import { type FakeTelegram, type FakeTelegramOptions, startFakeTelegram } from "./telegram/index.ts";

const TOKEN = "4242:secret";
let now = 0;
let tg: FakeTelegram;
let api: Telegram;

async function start(options: Partial<FakeTelegramOptions> = {}): Promise<void> {
  tg = await startFakeTelegram({ token: TOKEN, clock: { now: () => now }, ...options });
  api = new Telegram(TOKEN, { apiRoot: tg.apiRoot });
}

/** A call whose types telegraf does not know, or that is wrong on purpose. */
const raw = (method: string, payload: object, signal?: AbortSignal): Promise<unknown> =>
  (api.callApi as (m: string, p: object, o: object) => Promise<unknown>)(method, payload, signal ? { signal } : {});

/** The refusal of a call as `code description`; fails when the call succeeds. */
async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => new Error("it succeeded"),
    (e: unknown) => e,
  );
  if (!(error instanceof TelegramError)) throw error;
  return `${error.code} ${error.description}`;
}

const send = (chat: number, text: string, extra: object = {}) => raw("sendMessage", { chat_id: chat, text, ...extra });

function couple() {
  const ana = tg.user({ first_name: "Ana", language_code: "de", username: "ana_anna" });
  const ben = tg.user({ first_name: "Ben" });
  const home = tg.group({ title: "Home", members: [ana, ben] });
  return { ana, ben, home };
}

beforeEach(() => {
  now = Date.UTC(2026, 4, 1, 20);
  return start();
});

afterEach(() => tg.stop());

describe("the table of the API", () => {
  it("is what the installed types give", () => {
    const committed: unknown = JSON.parse(readFileSync(new URL("./telegram/api.json", import.meta.url), "utf8"));
    expect(committed).toEqual(buildApiTable());
  });

  it("catches unknown parameters, wrong types and missing ones, at any depth", async () => {
    const { ana } = couple();
    ana.start();
    await send(ana.id, "a", { colour: "red", disable_notification: "loud" });
    await send(ana.id, "b", {
      reply_markup: { inline_keyboard: [[{ text: "x", callback_data: "x", style: "pink" }]] },
    });
    await refusal(raw("sendMessage", { chat_id: ana.id }));
    await refusal(raw("sendTelegram", {}));
    expect(tg.violations).toEqual([
      "sendMessage.disable_notification must be boolean",
      "sendMessage.colour is not a published field",
      expect.stringContaining("reply_markup.inline_keyboard[0][0].style must be"),
      "sendMessage.text is required",
      expect.stringContaining("sendTelegram"),
    ]);
  });

  it("will not let an ephemeral message become a public one", async () => {
    const { ana, home } = couple();
    home.addBot(ana);
    await refusal(send(home.id, "psst", { ephemeral_message_parameters: { receiver_user_id: ana.id } }));
    expect(home.fromBot).toEqual([]);
    expect(tg.violations).toHaveLength(1);
  });
});

describe("messages", () => {
  it("keeps text, entities and buttons, and shows edits and deletions", async () => {
    const { ana } = couple();
    ana.start();
    const reply_markup = { inline_keyboard: [[{ text: "Answer", callback_data: "a:1" }]] };
    await api.sendMessage(ana.id, "<b>Hi</b> &amp; <tg-spoiler>you</tg-spoiler>", { parse_mode: "HTML", reply_markup });
    const message = ana.chat.last;
    expect([message.text, message.covered("bold"), message.covered("spoiler")]).toEqual(["Hi & you", ["Hi"], ["you"]]);
    expect(message.labels).toEqual(["Answer"]);

    await api.editMessageText(ana.id, message.id, undefined, "Changed");
    expect([message.texts, message.labels]).toEqual([["Hi & you", "Changed"], []]);
    expect(await refusal(api.editMessageText(ana.id, message.id, undefined, "Changed"))).toMatch(
      /^400 Bad Request: message is not modified: specified new message content/,
    );
    await api.deleteMessage(ana.id, message.id);
    expect([message.deleted, ana.chat.fromBot]).toEqual([true, []]);
    const gone = await refusal(api.editMessageText(ana.id, message.id, undefined, "x"));
    expect(gone).toBe("400 Bad Request: message to edit not found");
    expect(tg.violations).toEqual([]);
  });

  it("takes uploads with the objects that telegraf must be given as text, and gives them back", async () => {
    const { ana } = couple();
    const hello = ana.start();
    const source = Buffer.from("\r\n--not a boundary\r\n\u0000&");
    const reply = JSON.stringify({ message_id: hello.id });
    const document = { source, filename: "our “year”.html" };
    await raw("sendDocument", { chat_id: ana.id, document, caption: "Here", reply_parameters: reply });
    const { wire } = ana.chat.last;
    expect(wire).toMatchObject({
      caption: "Here",
      document: { file_name: "our “year”.html", file_size: source.length },
    });
    expect(wire.reply_to_message?.message_id).toBe(hello.id);
    const link = await api.getFileLink(wire.document?.file_id ?? "");
    expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(source);
    await api.sendMediaGroup(ana.id, [
      { type: "photo", media: { source }, caption: "one" },
      { type: "photo", media: { source } },
    ]);
    expect(new Set(ana.chat.fromBot.slice(-2).map((m) => m.wire.media_group_id)).size).toBe(1);
    await api.sendVoice(ana.id, ana.voice().fileIds[0] ?? "");
    expect(tg.violations).toEqual([]);
  });

  it("speaks all four forms of a request, at a root with a path", async () => {
    await tg.stop();
    await start({ pathPrefix: "/relay/v1/" });
    const root = `${tg.apiRoot}bot${TOKEN}/`;
    const form = new URLSearchParams({ scope: '{"type":"default"}' });
    const multipart = new FormData();
    multipart.set("scope", '{"type":"default"}');
    const bodies = [{ method: "POST", body: form }, { method: "POST", body: multipart }, {}];
    for (const init of bodies) expect((await fetch(`${root}getMyCommands?language_code=de`, init)).status).toBe(200);
    expect((await api.getMe()).username).toBe("ampersand_bot");
    expect((await fetch(`${tg.apiRoot}bot1:wrong/getMe`)).status).toBe(401);
    expect((await fetch(tg.apiRoot.replace("/relay", ""))).status).toBe(404);
    expect(tg.violations).toEqual([]);
  });
});

describe("refusals", () => {
  it("keeps the limits of text and markup", async () => {
    const { ana } = couple();
    ana.start();
    const key = (button: object) => ({ reply_markup: { inline_keyboard: [[{ text: "x", ...button }]] } });
    const entity = (offset: number, length: number) => ({ entities: [{ type: "bold", offset, length }] });
    await send(ana.id, "😀".repeat(2048), key({ callback_data: "x".repeat(64) }));
    const cases: [string, object, string][] = [
      ["", {}, "message text is empty"],
      ["  ", {}, "text must be non-empty"],
      [`${"😀".repeat(2048)}a`, {}, "message is too long"],
      ["a<b", { parse_mode: "HTML" }, "can't parse entities: Unclosed start tag at byte offset 1"],
      ["<b>a", { parse_mode: "HTML" }, `can't parse entities: Can't find end tag corresponding to start tag "b"`],
      ["é<x>", { parse_mode: "HTML" }, `can't parse entities: Unsupported start tag "x" at byte offset 2`],
      ["a", entity(0, 2), "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2"],
      ["😀", entity(0, 1), "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 3"],
      ["a", key({ callback_data: "ü".repeat(33) }), "BUTTON_DATA_INVALID"],
      ["a", key({ callback_data: "a", url: "https://t.me/x" }), "BUTTON_TYPE_INVALID"],
      ["a", key({}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
      ["a", key({ url: "nowhere" }), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"],
      ["a", { reply_parameters: { message_id: 999 } }, "message to be replied not found"],
    ];
    for (const [text, extra, expected] of cases) {
      expect(await refusal(send(ana.id, text, extra))).toBe(`400 Bad Request: ${expected}`);
    }
    expect(ana.chat.fromBot).toHaveLength(1);
    expect(tg.violations).toEqual([]);
  });

  it("says who cannot be reached, and why", async () => {
    const { ana, ben, home } = couple();
    expect(await refusal(send(ben.id, "hi"))).toBe("400 Bad Request: chat not found");
    expect(await refusal(send(home.id, "hi"))).toBe("400 Bad Request: chat not found");
    home.addBot(ana);
    expect(await refusal(send(ben.id, "hi"))).toBe("403 Forbidden: bot can't initiate conversation with a user");
    ben.start();
    ben.blocks();
    expect(await refusal(send(ben.id, "hi"))).toBe("403 Forbidden: bot was blocked by the user");
    ben.unblocks();
    await send(ben.id, "hi");
    ben.deactivates();
    expect(await refusal(send(ben.id, "hi"))).toBe("403 Forbidden: user is deactivated");
    home.removeBot(ana);
    expect(await refusal(send(home.id, "hi"))).toBe("403 Forbidden: bot was kicked from the group chat");
  });

  it("moves a migrated group to its new id and keeps its own rules of deleting", async () => {
    const { ana, home } = couple();
    home.addBot(ana);
    const theirs = home.messages.at(-1);
    const old = home.id;
    home.migrates();
    const error = await api.sendMessage(old, "x").catch((e: TelegramError) => e);
    expect(error).toMatchObject({ code: 400, parameters: { migrate_to_chat_id: home.id } });
    expect(await raw("getChatMemberCount", { chat_id: home.id })).toBe(3);
    await send(home.id, "here");
    expect(home.last.id).toBe(2);
    const own = home.last.id;
    const service = home.messages.findLast((m) => m.service && m !== theirs)?.id ?? 0;
    expect(await refusal(api.deleteMessage(home.id, service))).toBe("400 Bad Request: message can't be deleted");
    home.makeBotAdmin();
    await api.deleteMessage(home.id, service);
    now += 48 * 3600 * 1000;
    expect(await refusal(api.deleteMessage(home.id, own))).toMatch("message can't be deleted for everyone");
  });

  it("enforces the published rates when asked to, edits included", async () => {
    const { ana, ben, home } = couple();
    home.addBot(ana);
    ben.start();
    tg.limits.enabled = true;
    for (let i = 0; i < 3; i++) await send(ben.id, `${i}`);
    const error = await api.editMessageText(ben.id, ben.chat.last.id, undefined, "x").catch((e: TelegramError) => e);
    expect(error).toMatchObject({ code: 429, parameters: { retry_after: 1 } });
    for (let i = 0; i < 20; i++, now += 1000) await send(home.id, `${i}`);
    const full = await refusal(send(home.id, "20"));
    expect(full).toBe("429 Too Many Requests: retry after 40");
    now += 40_000;
    await send(home.id, "20");
    expect(tg.limits.exceeded).toBe(2);
  });
});
