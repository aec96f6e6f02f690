import { afterEach, describe, expect, test, vi } from "vitest";
import {
  assertPlaygroundAllowed,
  createPlayground,
  loadShiftableClock,
  type PlaygroundAdapter,
} from "../../adapters/playground/index.ts";
import type { Message } from "../../src/domain/message.ts";
import {
  type Chat,
  type Delivery,
  type Handle,
  type Inbound,
  type Operation,
  type Reply,
  TryLater,
} from "../../src/ports/chat.ts";
import { COMMANDS, type MemoryTranscript, memoryTranscript, quietLog, runPlayground } from "../e2e/fakes.ts";
import { sseEvents } from "../e2e/sse.ts";

const HERE = { incoming: { socket: { remoteAddress: "127.0.0.1", remotePort: 1, remoteFamily: "IPv4" } } };
const ELSEWHERE = { incoming: { socket: { remoteAddress: "192.0.2.7", remotePort: 1, remoteFamily: "IPv4" } } };
const HOME: Chat = { kind: "shared", platform: "playground", chatId: "home" };
const ANA: Chat = { kind: "private", platform: "playground", userId: "ana" };

const text = (words: string): Message => ({ blocks: [{ type: "paragraph", text: words }], buttons: [] });
const withButton = (action: string, isPrivate: boolean): Message => ({
  blocks: [],
  buttons: [[{ label: "Go", action, effect: "reply", private: isPrivate }]],
});

/** Patient, because the machine that runs this may be busy. */
const soon = <T>(look: () => T) => vi.waitFor(look, { timeout: 10_000, interval: 10 });

interface Setup {
  readonly bot: PlaygroundAdapter;
  readonly seen: Inbound[];
  readonly transcript: MemoryTranscript;
  post(path: string, body: unknown, env?: object): Promise<Response>;
  deliver(to: Chat, operation: Operation, more?: Partial<Delivery>): Promise<{ result: string; refs: string[] }>;
  /** What stands in a chat, as the transcript has it. */
  chat(room: string): { id: string; kind: string; words: string }[];
  events<T extends Inbound["type"]>(type: T): Extract<Inbound, { type: T }>[];
}

const running: PlaygroundAdapter[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((bot) => bot.stop()));
});

async function setUp(
  options: { transcript?: MemoryTranscript; handle?: Handle; onReset?: () => Promise<void> } = {},
): Promise<Setup> {
  const transcript = options.transcript ?? memoryTranscript();
  const seen: Inbound[] = [];
  const bot = createPlayground({
    transcript,
    clock: await loadShiftableClock(transcript, () => 1_000_000),
    log: quietLog,
    onClockMoved: async () => {},
    nextDue: async () => 1_500_000,
    onReset: options.onReset ?? (async () => {}),
  });
  running.push(bot);
  await bot.start(async (event): Promise<Reply> => {
    seen.push(event);
    return options.handle?.(event) ?? { type: "none" };
  }, COMMANDS);
  let delivered = 0;
  return {
    bot,
    seen,
    transcript,
    post: async (path, body, env = HERE) =>
      bot.routes.request(
        path,
        { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
        env,
      ),
    async deliver(to, operation, more = {}) {
      const refs: string[] = [];
      delivered += 1;
      const result = await bot.deliver({ id: `d${delivered}`, to, operation, ...more }, async (index, ref) => {
        refs[index] = ref;
      });
      return { result: result.type, refs };
    },
    chat: (room) => shownIn(transcript, room),
    events: (type) => seen.filter((event) => event.type === type) as never,
  };
}

function shownIn(transcript: MemoryTranscript, room: string) {
  return [...transcript.entries.values()]
    .filter((entry) => entry.chat === room)
    .map((entry) => ({ id: entry.id, ...JSON.parse(entry.body) }))
    .filter((entry) => entry.shown.kind !== "event")
    .sort((a, b) => a.seq - b.seq)
    .map(({ id, shown }) => ({ id, kind: shown.kind, words: shown.text ?? shown.blocks[0]?.text ?? "" }));
}

/** Waits until the fake application has seen an event of this type. */
async function sees<T extends Inbound["type"]>(setup: Setup, type: T): Promise<Extract<Inbound, { type: T }>> {
  return soon(() => {
    const event = setup.events(type).at(-1);
    if (event === undefined) throw new Error(`no ${type} yet`);
    return event;
  });
}

describe("coming in", () => {
  test("the bot is added on the very first start, and not again after a restart", async () => {
    const first = await setUp();
    expect(await sees(first, "bot-added")).toMatchObject({
      platform: "playground",
      chatId: "home",
      by: { userId: "ana", name: "Ana" },
    });
    await first.deliver(HOME, { type: "send", message: text("Welcome"), fromPart: 0 });
    await first.bot.stop();
    const second = await setUp({ transcript: first.transcript });
    await second.bot.stop();
    expect(second.seen).toEqual([]);
    expect(second.chat("shared")).toMatchObject([{ words: "Welcome" }]);
  });

  test("words in the private chat reach the bot, with what they reply to", async () => {
    const setup = await setUp();
    const { refs } = await setup.deliver(ANA, { type: "send", message: text("Question"), fromPart: 0 });
    await setup.post("/api/say", { user: "ana", where: "private", text: "An answer\nin two lines", replyTo: refs[0] });
    const event = await sees(setup, "text");
    expect(event).toMatchObject({
      text: "An answer\nin two lines",
      replyTo: refs[0],
      sentAt: 1_000_000,
      chat: ANA,
      from: { userId: "ana" },
    });
    expect(setup.chat("private:ana").map((entry) => entry.id)).toContain(event.messageId);
  });

  test("in the shared chat only commands reach the bot", async () => {
    const setup = await setUp();
    await setup.post("/api/say", { user: "ben", where: "shared", text: "Dinner at eight?" });
    await setup.post("/api/say", { user: "ben", where: "shared", text: " /Rituals  add heart\n daily 20:00 " });
    expect(await sees(setup, "command")).toMatchObject({
      name: "rituals",
      args: "add heart\n daily 20:00",
      chat: HOME,
    });
    expect(setup.events("text")).toEqual([]);
    expect(setup.chat("shared").map((entry) => entry.words)).toContain("Dinner at eight?");
  });

  test("an own message can be edited; a command and another's message cannot", async () => {
    const setup = await setUp();
    await setup.post("/api/say", { user: "ana", where: "private", text: "first" });
    const { messageId } = await sees(setup, "text");
    expect((await setup.post("/api/edit", { user: "ana", id: messageId, text: "second" })).status).toBe(200);
    expect(await sees(setup, "edited")).toMatchObject({ messageId, text: "second", chat: ANA });
    expect(JSON.stringify([...setup.transcript.entries.values()])).not.toContain("first");
    expect((await setup.post("/api/edit", { user: "ben", id: messageId, text: "x" })).status).toBe(409);
    await setup.post("/api/say", { user: "ana", where: "private", text: "/help" });
    const command = await sees(setup, "command");
    expect((await setup.post("/api/edit", { user: "ana", id: command.messageId, text: "x" })).status).toBe(409);
  });

  test("a tap names the tapped message; a private button continues in the private chat", async () => {
    const setup = await setUp();
    const open = await setup.deliver(HOME, { type: "send", message: withButton("hear_1", false), fromPart: 0 });
    const hidden = await setup.deliver(HOME, { type: "send", message: withButton("answer_1", true), fromPart: 0 });
    const here = await setup.post("/api/tap", { user: "ana", id: open.refs[0], action: "hear_1" });
    expect(await here.json()).toEqual({ where: "shared" });
    await soon(() =>
      expect(setup.events("tap")).toMatchObject([{ action: "hear_1", chat: HOME, messageId: open.refs[0] }]),
    );
    const there = await setup.post("/api/tap", { user: "ana", id: hidden.refs[0], action: "answer_1" });
    expect(await there.json()).toEqual({ where: "private" });
    await soon(() => expect(setup.events("tap")).toHaveLength(2));
    const tap = setup.events("tap")[1];
    expect(tap).toMatchObject({ action: "answer_1", chat: ANA });
    expect(tap).not.toHaveProperty("messageId");
    expect(tap).not.toHaveProperty("origin");
  });

  test("a button that is not there, or stands in the other's private chat, does nothing", async () => {
    const setup = await setUp();
    const { refs } = await setup.deliver(ANA, { type: "send", message: withButton("keep_1", false), fromPart: 0 });
    expect((await setup.post("/api/tap", { user: "ben", id: refs[0], action: "keep_1" })).status).toBe(409);
    expect((await setup.post("/api/tap", { user: "ana", id: refs[0], action: "keep_2" })).status).toBe(409);
    expect(setup.events("tap")).toEqual([]);
  });
});

describe("at least once, in order", () => {
  test("an event that cannot be stored now comes again, with the same id", async () => {
    let refusals = 2;
    const setup = await setUp({
      handle: async (event) => {
        if (event.type === "text" && refusals-- > 0) throw new TryLater();
        return { type: "none" };
      },
    });
    await setup.post("/api/say", { user: "ana", where: "private", text: "one" });
    await setup.post("/api/say", { user: "ana", where: "private", text: "two" });
    await soon(() => expect(setup.events("text").map((event) => event.text)).toEqual(["one", "one", "one", "two"]));
    expect(new Set(setup.events("text").map((event) => event.eventId)).size).toBe(2);
  });

  test("what was not confirmed before the end is handled after the restart", async () => {
    const refuse: Handle = async (event) => {
      if (event.type === "text") throw new TryLater();
      return { type: "none" };
    };
    const first = await setUp({ handle: refuse });
    await first.post("/api/say", { user: "ben", where: "private", text: "precious" });
    const lost = await sees(first, "text");
    await first.bot.stop();
    const second = await setUp({ transcript: first.transcript });
    expect(await sees(second, "text")).toEqual(lost);
    await second.bot.stop();
    const third = await setUp({ transcript: first.transcript });
    await third.bot.stop();
    expect(third.seen).toEqual([]);
  });

  test("one chat waits for its own events only", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const setup = await setUp({
      handle: async (event) => {
        if (event.type === "text" && event.text === "slow") await held;
        return { type: "none" };
      },
    });
    await setup.post("/api/say", { user: "ana", where: "private", text: "slow" });
    await setup.post("/api/say", { user: "ana", where: "private", text: "behind" });
    await setup.post("/api/say", { user: "ben", where: "private", text: "beside" });
    await soon(() => expect(setup.events("text").map((event) => event.text)).toEqual(["slow", "beside"]));
    release();
    await soon(() => expect(setup.events("text").map((event) => event.text)).toContain("behind"));
  });

  test("nothing is taken in after stop", async () => {
    const setup = await setUp();
    await setup.bot.stop();
    expect((await setup.post("/api/say", { user: "ana", where: "private", text: "late" })).status).toBe(503);
    expect(setup.bot.healthy()).toBe(false);
  });
});

describe("going out", () => {
  test("the same delivery twice is shown once", async () => {
    const setup = await setUp();
    const send: Operation = { type: "send", message: text("Only once"), fromPart: 0 };
    const first = await setup.deliver(HOME, send, { id: "same" });
    const second = await setup.deliver(HOME, send, { id: "same" });
    expect(second.refs).toEqual(first.refs);
    expect(setup.chat("shared")).toHaveLength(1);
    expect(await setup.deliver(HOME, { ...send, fromPart: 1 })).toEqual({ result: "delivered", refs: [] });
  });

  test("an edit changes the message in place and removes surplus ones; what is gone stays gone", async () => {
    const setup = await setUp();
    const one = await setup.deliver(HOME, { type: "send", message: text("one"), fromPart: 0 });
    const two = await setup.deliver(HOME, { type: "send", message: text("two"), fromPart: 0 });
    await setup.deliver(HOME, { type: "send", message: text("three"), fromPart: 0 });
    const refs = [...one.refs, ...two.refs];
    expect(await setup.deliver(HOME, { type: "edit", message: text("changed"), refs })).toMatchObject({
      refs: one.refs,
    });
    expect(setup.chat("shared").map((entry) => entry.words)).toEqual(["changed", "three"]);
    await setup.deliver(HOME, { type: "edit", message: text("ghost"), refs: two.refs });
    await setup.deliver(ANA, { type: "edit", message: text("wrong chat"), refs: one.refs });
    expect(setup.chat("shared").map((entry) => entry.words)).toEqual(["changed", "three"]);
  });

  test("what a person typed can be deleted", async () => {
    const setup = await setUp();
    await setup.post("/api/say", { user: "ana", where: "private", text: "secret words" });
    const { messageId } = await sees(setup, "text");
    expect(await setup.deliver(ANA, { type: "delete", refs: [messageId] })).toMatchObject({ result: "delivered" });
    await setup.bot.stop();
    expect(JSON.stringify([...setup.transcript.entries.values()])).not.toContain("secret words");
  });

  test("an answer to a tap takes the place of the tapped message, unless that is gone or elsewhere", async () => {
    const setup = await setUp();
    const { refs } = await setup.deliver(ANA, { type: "send", message: withButton("agree", false), fromPart: 0 });
    await setup.post("/api/tap", { user: "ana", id: refs[0], action: "agree" });
    const { origin = "" } = await sees(setup, "tap");
    const answer: Operation = { type: "send", message: text("You are in."), fromPart: 0 };
    expect(await setup.deliver(ANA, answer, { origin, replace: true })).toMatchObject({ refs });
    expect((await setup.deliver(HOME, answer, { origin, replace: true })).refs).not.toEqual(refs);
    await setup.deliver(ANA, { type: "delete", refs });
    expect((await setup.deliver(ANA, answer, { origin, replace: true })).refs).not.toEqual(refs);
  });

  test("a full disk is a retry, an unknown chat is gone", async () => {
    const setup = await setUp();
    await sees(setup, "bot-added");
    setup.transcript.failNext = true;
    expect((await setup.deliver(HOME, { type: "send", message: text("x"), fromPart: 0 })).result).toBe("retry");
    const nowhere: Chat = { kind: "private", platform: "playground", userId: "eve" };
    expect((await setup.deliver(nowhere, { type: "send", message: text("x"), fromPart: 0 })).result).toBe(
      "unreachable",
    );
  });

  test("files come back byte by byte, and only as downloads", async () => {
    const setup = await setUp();
    const data = Uint8Array.from([0, 255, 10, 13, 128]);
    const message: Message = { blocks: [{ type: "file", name: "ä b'.html", mime: "text/html", data }], buttons: [] };
    const { refs } = await setup.deliver(ANA, { type: "send", message, fromPart: 0 });
    const response = await setup.bot.routes.request(`/api/files/${refs[0]}/0`, {}, HERE);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(data);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''%C3%A4%20b_.html");
    expect((await setup.bot.routes.request(`/api/files/${refs[0]}/1`, {}, HERE)).status).toBe(404);
  });

  test("only the two are ever in the shared chat", async () => {
    const { bot } = await setUp();
    expect(await bot.audience("home", ["ben", "ana"])).toBe("only-two");
    expect(await bot.audience("home", ["ana", "eve"])).toBe("others");
    expect(await bot.audience("elsewhere", ["ana", "ben"])).toBe("unknown");
    expect(await bot.isMember("home", "eve")).toBe(false);
    expect(await bot.inspect("home")).toBe("ok");
  });
});

describe("windows", () => {
  test("get everything at first, then each change, and only what they missed after a break", async () => {
    const { bot, standIn } = await runPlayground();
    running.push(bot);
    const stream = sseEvents(await bot.routes.request("/api/stream", {}, HERE));
    const state = await stream.next("state");
    expect(state.data).toMatchObject({ people: [{ userId: "ana" }, { userId: "ben" }], commands: COMMANDS });
    await standIn.send(ANA, text("while listening"));
    const put = await stream.until((event) => JSON.stringify(event.data).includes("while listening"));
    await stream.close();
    const ref = await standIn.send(ANA, text("missed"));
    await standIn.bot.deliver({ id: "gone", to: ANA, operation: { type: "delete", refs: [ref] } }, async () => {});
    await standIn.send(ANA, text("missed too"));
    const again = sseEvents(
      await bot.routes.request("/api/stream", { headers: { "last-event-id": put.id ?? "" } }, HERE),
    );
    expect((await again.next("gone")).data).toEqual({ id: ref });
    expect((await again.next("put")).data).toMatchObject({ blocks: [{ text: "missed too" }] });
    await again.close();
    const stale = sseEvents(await bot.routes.request("/api/stream", { headers: { "last-event-id": "other.1" } }, HERE));
    await stale.next("state");
    await stale.close();
  });

  test("hear a toast for one of the two", async () => {
    const { bot } = await runPlayground();
    running.push(bot);
    const stream = sseEvents(await bot.routes.request("/api/stream", {}, HERE));
    await stream.next("state");
    const body = JSON.stringify({ user: "ben", where: "shared", text: "/unknown" });
    await bot.routes.request(
      "/api/say",
      { method: "POST", headers: { "content-type": "application/json" }, body },
      HERE,
    );
    expect((await stream.next("toast")).data).toEqual({ user: "ben", text: "That command is not known here." });
    await stream.close();
  });
});

describe("the clock", () => {
  test("moves ahead only, and goes on after a restart", async () => {
    const transcript = memoryTranscript();
    const clock = await loadShiftableClock(transcript, () => 5_000);
    await clock.shift(60_000);
    expect(clock.now()).toBe(65_000);
    await expect(clock.shift(-1)).rejects.toThrow(RangeError);
    expect((await loadShiftableClock(transcript, () => 6_000)).now()).toBe(66_000);
  });

  test("jumps exactly to what is due, and by an hour or a day", async () => {
    const setup = await setUp();
    const at = async (to: string) => (await (await setup.post("/api/clock", { to })).json()) as { now: number };
    expect((await at("next")).now).toBe(1_500_000);
    expect((await at("next")).now).toBe(1_500_000);
    expect((await at("hour")).now).toBe(1_500_000 + 3_600_000);
    expect((await at("day")).now).toBe(1_500_000 + 25 * 3_600_000);
    expect((await setup.post("/api/clock", { to: "yesterday" })).status).toBe(400);
  });
});

describe("starting over", () => {
  test("erases through the application first, then the chats; the clock stays and the bot comes anew", async () => {
    const order: string[] = [];
    const setup = await setUp({ onReset: async () => void order.push(`reset with ${setup.chat("shared").length}`) });
    await sees(setup, "bot-added");
    await setup.deliver(HOME, { type: "send", message: text("old"), fromPart: 0 });
    await setup.post("/api/clock", { to: "day" });
    expect((await setup.post("/api/start-over", {})).status).toBe(400);
    expect((await setup.post("/api/start-over", { confirmed: true })).status).toBe(200);
    expect(order).toEqual(["reset with 1"]);
    expect(setup.chat("shared")).toEqual([]);
    expect(setup.transcript.offset).toBe(86_400_000);
    await soon(() => expect(setup.events("bot-added")).toHaveLength(2));
    expect(new Set(setup.events("bot-added").map((event) => event.eventId)).size).toBe(2);
  });
});

describe("only on this machine", () => {
  test("another machine is refused, whatever it asks for", async () => {
    const setup = await setUp();
    for (const path of ["/", "/ui/main.js", "/api/stream", "/api/files/x/0"]) {
      expect((await setup.bot.routes.request(path, {}, ELSEWHERE)).status, path).toBe(403);
      expect((await setup.bot.routes.request(path)).status, `${path} without an address`).toBe(403);
    }
    expect((await setup.post("/api/say", { user: "ana", where: "shared", text: "/help" }, ELSEWHERE)).status).toBe(403);
    expect(setup.events("command")).toEqual([]);
  });

  test("is refused elsewhere, and beside a real platform unless asked for", () => {
    const wish = { host: "127.0.0.1", hasRealToken: false, asked: false };
    expect(assertPlaygroundAllowed(wish)).toBeNull();
    expect(assertPlaygroundAllowed({ ...wish, host: "::1" })).toBeNull();
    expect(assertPlaygroundAllowed({ ...wish, host: "0.0.0.0", asked: true })).toContain("HTTP_HOST");
    expect(assertPlaygroundAllowed({ ...wish, host: "127.0.0.1.example.org" })).toContain("HTTP_HOST");
    expect(assertPlaygroundAllowed({ ...wish, hasRealToken: true })).toContain("stays off");
    expect(assertPlaygroundAllowed({ ...wish, hasRealToken: true, asked: true })).toBeNull();
  });

  test("takes JSON alone, and only what it understands", async () => {
    const setup = await setUp();
    const form = {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: '{"user":"ana","where":"shared","text":"/help"}',
    };
    expect((await setup.bot.routes.request("/api/say", form, HERE)).status).toBe(400);
    for (const body of [
      null,
      [],
      { user: "eve", where: "shared", text: "x" },
      { user: "ana", where: "shared", text: " \n" },
    ]) {
      expect((await setup.post("/api/say", body)).status).toBe(400);
    }
    expect(setup.events("command")).toEqual([]);
  });
});
