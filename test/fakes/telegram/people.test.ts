import type { TelegramUpdate } from "@gramio/types";
import { Telegraf, Telegram } from "telegraf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeTelegram, startFakeTelegram } from "./index.ts";

const TOKEN = "4242:secret";
const EVERYTHING = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"];
let now = 0;
let tg: FakeTelegram;
let api: Telegram;

const raw = (method: string, payload: object, signal?: AbortSignal): Promise<unknown> =>
  (api.callApi as (m: string, p: object, o: object) => Promise<unknown>)(method, payload, signal ? { signal } : {});

const poll = (params: object = {}, signal?: AbortSignal): Promise<TelegramUpdate[]> =>
  raw("getUpdates", params, signal) as Promise<TelegramUpdate[]>;

/** The kinds of the updates, in order. */
const kinds = (updates: TelegramUpdate[]): string[] =>
  updates.map((u) => Object.keys(u).find((k) => k !== "update_id") ?? "");

function couple() {
  const ana = tg.user({ first_name: "Ana", language_code: "de" });
  const ben = tg.user({ first_name: "Ben" });
  const home = tg.group({ title: "Home", members: [ana, ben] });
  return { ana, ben, home };
}

beforeEach(async () => {
  now = Date.UTC(2026, 4, 1, 20);
  tg = await startFakeTelegram({ token: TOKEN, clock: { now: () => now } });
  api = new Telegram(TOKEN, { apiRoot: tg.apiRoot });
});

afterEach(async () => {
  await tg.stop();
  expect(tg.violations).toEqual([]);
});

describe("updates", () => {
  it("are confirmed by offset, filtered by kind and forgotten after a day", async () => {
    const { ana, home } = couple();
    home.addBot(ana);
    const first = await poll({ allowed_updates: EVERYTHING });
    expect(kinds(first)).toEqual(["my_chat_member", "message"]);
    expect(await poll()).toEqual(first);
    expect(await poll({ offset: (first.at(-1)?.update_id ?? 0) + 1 })).toEqual([]);
    expect(await poll()).toEqual([]);
    await poll({ allowed_updates: ["callback_query"] });
    ana.start();
    expect(await poll({ allowed_updates: [] })).toEqual([]);
    ana.sends("kept a day");
    now += 24 * 3600 * 1000;
    expect(await poll()).toEqual([]);
  });

  it("wake a long poll, of which a second caller ends the first", async () => {
    const { ana } = couple();
    const first = poll({ timeout: 50 }).catch((e: Error) => e.message);
    await tg.waitFor(() => tg.calls("getUpdates").length === 1);
    const second = poll({ timeout: 50 });
    expect(await first).toBe(
      "409: Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    );
    const { wire } = ana.start("join_1");
    expect(wire).toMatchObject({ text: "/start join_1", entities: [{ type: "bot_command", offset: 0, length: 6 }] });
    expect((await second)[0]?.message).toEqual(wire);
    const gone = new AbortController();
    const aborted = poll({ timeout: 50, offset: -1 }, gone.signal).catch((e: Error) => e.name);
    gone.abort();
    expect(await aborted).toBe("AbortError");
  });

  it("can come twice and out of order", async () => {
    const { ana } = couple();
    const both = poll({ timeout: 50 });
    await tg.reorder(() => {
      ana.sends("one");
      ana.sends("two");
    });
    const texts = (list: TelegramUpdate[]) => list.map((u) => u.message?.text);
    const batch = await both;
    expect(texts(batch)).toEqual(["two", "one"]);
    const last = Math.max(...batch.map((u) => u.update_id));
    await poll({ offset: last + 1 });
    tg.redeliver(last);
    expect(texts(await poll({ offset: last + 1 }))).toEqual(["two"]);
  });
});

describe("people", () => {
  it("are seen in groups as privacy mode lets a bot see them", async () => {
    const { ana, ben, home } = couple();
    home.addBot(ana);
    await poll({ allowed_updates: EVERYTHING });
    await api.sendMessage(home.id, "Welcome");
    ana.sendsIn(home, "our secret");
    ana.sendsIn(home, "/jar@other_bot x");
    const seen = [ana.sendsIn(home, "/jar x"), ben.sendsIn(home, "me too", { replyTo: home.last })];
    const carl = tg.user({ first_name: "Carl" });
    home.adds(carl, ben);
    home.makeBotAdmin();
    const overheard = ben.sendsIn(home, "overheard");
    ben.edits(overheard, "changed");
    home.removes(carl);
    const updates = (await poll()).slice(2);
    expect(updates.flatMap((u) => u.message?.text ?? [])).toEqual([...seen.map((m) => m.text), "overheard"]);
    expect(kinds(updates).slice(2)).toEqual([
      ...["message", "my_chat_member", "message", "edited_message", "chat_member", "message"],
    ]);
    expect(updates[6]?.chat_member?.new_chat_member).toMatchObject({ status: "left", user: { first_name: "Carl" } });
    expect(await raw("getChatMember", { chat_id: home.id, user_id: carl.id })).toMatchObject({ status: "left" });
    expect(await raw("getChatMemberCount", { chat_id: home.id })).toBe(3);
  });

  it("tap buttons and links, and a late or second answer is refused", async () => {
    const { ana, ben, home } = couple();
    home.addBot(ana);
    const inline_keyboard = [
      [{ text: "Me too", callback_data: "r:1" }],
      [{ text: "Answer", url: "https://t.me/ampersand_bot?start=round_7" }],
    ];
    await api.sendMessage(home.id, "Card", { reply_markup: { inline_keyboard } });
    const tap = ben.taps(home.last, "Me too");
    const query = tg.updates.at(-1)?.callback_query;
    expect(query).toMatchObject({
      from: { id: ben.id },
      data: "r:1",
      message: { text: "Card", chat: { id: home.id } },
    });
    await api.answerCbQuery(query?.id ?? "", "Noted", { show_alert: true });
    expect(await tap).toEqual({ text: "Noted", showAlert: true });
    await expect(api.answerCbQuery(query?.id ?? "")).rejects.toThrow("query is too old and response timeout expired");

    expect((await ben.taps(home.last, "Answer")).started?.text).toBe("/start round_7");
    expect((await ana.taps(home.last, "Answer", { losesPayload: true })).started?.text).toBe("/start");
    await api.deleteMessage(home.id, home.last.id);
    const card = home.messages.at(-1);
    if (!card) throw new Error("no card");
    expect(() => ben.taps(card, "Me too")).toThrow("Deleted");
    const unanswered = ben.taps(card, "Me too", { stale: true, timeoutMs: 1 });
    expect(tg.updates.at(-1)?.callback_query?.message).toMatchObject({ date: 0, message_id: card.id });
    await expect(unanswered).rejects.toThrow(/the bot's answer to Ben tapping “Me too”: not within 1 ms[\s\S]*Card/);
  });

  it("block, leave media and albums, and split long texts", async () => {
    const { ana } = couple();
    ana.start();
    ana.blocks();
    expect(() => ana.sends("hello")).toThrow("has blocked the bot");
    ana.start();
    expect(kinds([...tg.updates])).toEqual(["message", "my_chat_member", "my_chat_member", "message"]);
    expect(ana.sendsLong("x".repeat(5000)).map((m) => m.text.length)).toEqual([4096, 904]);
    const album = ana.album([{ kind: "photo", caption: "us" }, { kind: "video" }]);
    expect(new Set(album.map((m) => m.wire.media_group_id)).size).toBe(1);
    const contents = [ana.photo(), ana.sticker(), ana.voice(), ana.videoNote(), ana.location()].map((m) => m.wire);
    const fields = ["photo", "sticker", "voice", "video_note", "location"];
    for (const [i, field] of fields.entries()) expect(contents[i]).toHaveProperty(field);
  });
});

describe("faults", () => {
  it("refuse, break before and after, and hold a request", async () => {
    const { ana } = couple();
    ana.start();
    tg.faults.next("sendMessage", { kind: "too-many", retryAfter: 7 });
    await expect(api.sendMessage(ana.id, "1")).rejects.toMatchObject({ code: 429, parameters: { retry_after: 7 } });
    tg.faults.next("*", { kind: "status", code: 502 });
    await expect(api.sendMessage(ana.id, "2")).rejects.toMatchObject({ code: 502, description: "Bad Gateway" });
    tg.faults.next("sendMessage", { kind: "drop-before" });
    await expect(api.sendMessage(ana.id, "3")).rejects.toThrow("socket hang up");
    expect(ana.chat.fromBot).toEqual([]);
    tg.faults.next("sendMessage", { kind: "drop-after" });
    await expect(api.sendMessage(ana.id, "4")).rejects.toThrow("socket hang up");
    expect(ana.chat.last.text).toBe("4");

    const gate = tg.faults.gate("sendMessage");
    const sent = api.sendMessage(ana.id, "5");
    await gate.reached;
    expect(ana.chat.last.text).toBe("4");
    gate.open();
    await sent;
    expect(ana.chat.last.text).toBe("5");
    tg.faults.always("sendMessage", { kind: "delay", ms: 60_000 });
    const delayed = api.sendMessage(ana.id, "6");
    await tg.waitFor(() => tg.calls("sendMessage").length === 6);
    tg.faults.clear();
    await delayed;
    expect(tg.requests.map((r) => r.outcome)).toEqual(["refused", "refused", "dropped", "dropped", "ok", "ok"]);
  });
});

describe("a whole bot on telegraf", () => {
  it("polls, answers and stops", async () => {
    const bot = new Telegraf(TOKEN, { telegram: { apiRoot: tg.apiRoot } });
    bot.start((ctx) => ctx.reply(`Hello ${ctx.from.first_name}`));
    bot.on("callback_query", (ctx) => ctx.answerCbQuery("Seen"));
    const running = bot.launch({ allowedUpdates: ["message", "callback_query"] });
    const { ana } = couple();
    const hello = ana.start();
    const answer = await ana.chat.waitForMessage("Hello Ana", { after: hello });
    await tg.settled();
    await raw("editMessageReplyMarkup", {
      chat_id: ana.id,
      message_id: answer.id,
      reply_markup: { inline_keyboard: [[{ text: "Hug", callback_data: "hug" }]] },
    });
    expect(await ana.taps(answer, "Hug")).toEqual({ text: "Seen", showAlert: false });
    bot.stop();
    await running;
  });

  it("ends when another instance takes over", async () => {
    const bot = new Telegraf(TOKEN, { telegram: { apiRoot: tg.apiRoot } });
    const running = bot.launch();
    await tg.settled();
    const other = new AbortController();
    const poller = poll({ timeout: 50 }, other.signal).catch(() => []);
    await expect(running).rejects.toThrow("409: Conflict");
    other.abort();
    await poller;
  });
});
