/** The adapter on a real connection to a platform that keeps its state and breaks on demand. */
import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createTelegram, PlatformRefused, type TelegramOptions } from "../../adapters/telegram/index.ts";
import { createTransport } from "../../adapters/telegram/transport.ts";
import type { Block, Button, Message } from "../../src/domain/message.ts";
import {
  type Chat,
  type ChatAdapter,
  type Delivery,
  type Inbound,
  type Reply,
  TryLater,
} from "../../src/ports/chat.ts";
import type { Log } from "../../src/ports/log.ts";
import { type FakeGroup, type FakePerson, type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";

const TOKEN = "4242:secret-Token_1";
/** Nothing that a person wrote or is called may reach a log line or an error. */
const MARKER = "zqmarker";
const TIMING = { backoffFirstMs: 4, backoffMaxMs: 20, conflictMaxMs: 10, busyFirstMs: 4, busyMaxMs: 20 };
const NO_REPLY: Reply = { type: "none" };

type Handler = (event: Inbound) => Promise<Reply> | Reply;

interface World {
  fake: FakeTelegram;
  adapter: ChatAdapter;
  events: Inbound[];
  logged: string[];
  fatal: string[];
  /** The first line of `onFatal`. */
  ended: Promise<string>;
  /** What the handler does; the events are recorded before it. */
  on(handler: Handler): void;
}

const worlds: { fake: FakeTelegram; adapters: ChatAdapter[]; logged: string[] }[] = [];

function recorder(lines: string[]): Log {
  const write = (event: string, fields?: object) => void lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  return { debug: write, info: write, warn: write, error: write };
}

async function world(options: Partial<TelegramOptions> = {}, fakeOptions = {}): Promise<World> {
  const fake = await startFakeTelegram({ token: TOKEN, ...fakeOptions });
  const logged: string[] = [];
  const fatal: string[] = [];
  let end: (line: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const events: Inbound[] = [];
  let handler: Handler = () => NO_REPLY;
  const { timing, ...rest } = options;
  const adapter = createTelegram({
    token: TOKEN,
    apiRoot: fake.apiRoot,
    log: recorder(logged),
    clock: { now: () => Date.now() },
    onFatal: (line) => {
      fatal.push(line);
      end(line);
    },
    timing: { ...TIMING, ...timing },
    ...rest,
  });
  worlds.push({ fake, adapters: [adapter], logged });
  const start = adapter.start.bind(adapter);
  adapter.start = (_, commands) =>
    start(async (event) => {
      events.push(event);
      return handler(event);
    }, commands);
  const on = (next: Handler) => {
    handler = next;
  };
  return { fake, adapter, events, logged, fatal, ended, on };
}

async function started(options: Partial<TelegramOptions> = {}, fakeOptions = {}): Promise<World> {
  const made = await world(options, fakeOptions);
  await made.adapter.start(async () => NO_REPLY, []);
  return made;
}

afterEach(async () => {
  for (const { fake, adapters, logged } of worlds.splice(0)) {
    for (const adapter of adapters) await adapter.stop();
    await fake.stop();
    expect(fake.violations).toEqual([]);
    expect(logged.join("\n").toLowerCase()).not.toMatch(/zqmarker|secret-token|50000\d\d|400000\d{4}/);
  }
});

const ana = (fake: FakeTelegram): FakePerson => fake.user({ first_name: `Ana ${MARKER}`, language_code: "es" });
const own = (person: FakePerson): Chat => ({ kind: "private", platform: "telegram", userId: String(person.id) });
const place = (group: FakeGroup): Chat => ({ kind: "shared", platform: "telegram", chatId: String(group.id) });
const says = (text: string, buttons: Button[] = []): Message => ({
  blocks: [{ type: "paragraph", text }],
  buttons: buttons.length > 0 ? [buttons] : [],
});
const press: Button = { label: "Press", action: "press_r1", effect: "replace" };
const texts = (events: readonly Inbound[]) => events.flatMap((e) => (e.type === "text" ? [e.text] : [e.type]));

/** Delivers and returns what it led to and the parts that were accepted. */
async function deliver(adapter: ChatAdapter, to: Chat, rest: Omit<Delivery, "id" | "to">) {
  const refs: string[] = [];
  const result = await adapter.deliver({ id: "d1", to, ...rest }, async (index, ref) => {
    refs[index] = ref;
  });
  return { result, refs };
}

const send = (adapter: ChatAdapter, to: Chat, message: Message, fromPart = 0) =>
  deliver(adapter, to, { operation: { type: "send", message, fromPart } });

async function couple(fake: FakeTelegram, type: "group" | "supergroup" = "group") {
  const [a, b] = [ana(fake), fake.user({ first_name: "Ben" })];
  const group = fake.group({ title: `Us ${MARKER}`, members: [a, b], type });
  group.addBot(a);
  await fake.settled();
  return { a, b, group };
}

/** A promise to hold a handler with. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("starting", () => {
  it("registers commands, ends a webhook, keeps what waits, and works with a path in the root", async () => {
    for (const slash of ["", "/"]) {
      const { fake, adapter, events } = await world({}, { pathPrefix: "proxy/v1" });
      const other = createTelegram({
        token: TOKEN,
        apiRoot: fake.apiRoot.replace(/\/$/, slash),
        log: recorder([]),
        clock: { now: () => Date.now() },
        onFatal: () => {},
      });
      ana(fake).sends("before the start");
      await other.start(
        async (event) => {
          events.push(event);
          return NO_REPLY;
        },
        [{ name: "help", descriptions: { en: "Help", es: "Ayuda" }, options: [] }],
      );
      await fake.settled();
      expect(texts(events)).toEqual(["before the start"]);
      expect(other.healthy()).toBe(true);
      expect(other.link("join_1")).toBe("https://t.me/ampersand_bot?start=join_1");
      expect(fake.calls("deleteWebhook")[0]?.params).toEqual({ drop_pending_updates: false });
      expect(fake.calls("setMyCommands").map((call) => call.params)).toEqual([
        { commands: [{ command: "help", description: "Help" }] },
        { commands: [{ command: "help", description: "Ayuda" }], language_code: "es" },
      ]);
      await other.stop();
      expect(adapter.healthy()).toBe(false);
      expect(adapter.link("x")).toBeNull();
    }
  });

  it("refuses a wrong token in one line that names the setting", async () => {
    for (const token of ["4242:wrong", "", "not a token"]) {
      const starting = async () => {
        const { adapter } = await world({ token });
        await adapter.start(async () => NO_REPLY, []);
      };
      const error = await starting().catch((e: unknown) => e);
      expect(error).toBeInstanceOf(PlatformRefused);
      expect(String(error)).toMatch(/^PlatformRefused: [^\n]*TELEGRAM_BOT_TOKEN[^\n]*$/);
    }
  });

  it("waits for the network, and stops while it does", async () => {
    const { fake, adapter } = await world();
    fake.faults.next("getMe", { kind: "drop-before" }, 2);
    fake.faults.next("deleteWebhook", { kind: "status", code: 502 });
    await adapter.start(async () => NO_REPLY, []);
    expect(fake.calls("getMe")).toHaveLength(3);

    const down = await world();
    down.fake.faults.always("getMe", { kind: "drop-before" });
    const starting = down.adapter.start(async () => NO_REPLY, []);
    await down.fake.waitFor(() => down.fake.calls("getMe").length > 1);
    await down.adapter.stop();
    await starting;
    expect(down.fake.calls("getUpdates")).toEqual([]);
  });

  it("goes on without commands that cannot be registered now", async () => {
    const { fake, adapter } = await world();
    fake.faults.next("setMyCommands", { kind: "drop-before" });
    await adapter.start(async () => NO_REPLY, [{ name: "help", descriptions: { en: "Help" }, options: [] }]);
    await fake.waitFor(() => fake.calls("setMyCommands").some((call) => call.outcome === "ok"));
  });
});

describe("polling", () => {
  it("moves the offset only after the effect is committed", async () => {
    const { fake, on, events } = await started();
    const { open, opened } = gate();
    on(async () => {
      await opened;
      return NO_REPLY;
    });
    ana(fake).sends("first");
    await fake.waitFor(() => events.length === 1);
    const before = fake.calls("getUpdates").length;
    await fake.waitFor(() => fake.calls("getUpdates").length > before + 1, { what: "it to look for others meanwhile" });
    const first = fake.updates[0]?.update_id ?? 0;
    for (const { params } of fake.calls("getUpdates")) expect(Number(params.offset ?? 0)).toBeLessThanOrEqual(first);
    open();
    await fake.settled();
    expect(events).toHaveLength(1);
  });

  it("repeats what could not be stored, in the chat's order, and serves other chats meanwhile", async () => {
    const { fake, on, events } = await started();
    const [a, b] = [ana(fake), fake.user({ first_name: "Ben" })];
    let full = true;
    on((event) => {
      if (full && "from" in event && event.from.userId === String(a.id)) throw new TryLater("disk full");
      return NO_REPLY;
    });
    a.sends("one");
    a.sends("two");
    await fake.waitFor(() => events.length > 2);
    b.sends("mine");
    await fake.waitFor(() => texts(events).includes("mine"));
    expect(texts(events)).not.toContain("two");
    const first = fake.updates[0]?.update_id ?? 0;
    for (const { params } of fake.calls("getUpdates")) expect(Number(params.offset ?? 0)).toBeLessThanOrEqual(first);
    full = false;
    await fake.settled();
    expect(texts(events).filter((text) => text === "two")).toHaveLength(1);
    expect(texts(events).at(-1)).toBe("two");
  });

  it("leaves what could not be stored for the next run", async () => {
    const { fake, adapter, on, events } = await started();
    on(() => {
      throw new TryLater("locked");
    });
    ana(fake).sends("keep me");
    await fake.waitFor(() => events.length > 0);
    await adapter.stop();
    const again = createTelegram({
      token: TOKEN,
      apiRoot: fake.apiRoot,
      log: recorder([]),
      clock: { now: () => Date.now() },
      onFatal: () => {},
    });
    const found: Inbound[] = [];
    await again.start(async (event) => {
      found.push(event);
      return NO_REPLY;
    }, []);
    await fake.settled();
    await again.stop();
    expect(texts(found)).toEqual(["keep me"]);
  });

  it("repeats a crash of the handler and gives it up in the end, loudly", async () => {
    const { fake, on, events, logged } = await started();
    on((event) => {
      if (event.type === "text" && event.text !== "fine") throw new Error(MARKER);
      return NO_REPLY;
    });
    const a = ana(fake);
    a.sends(`bad ${MARKER}`);
    a.sends("fine");
    await fake.settled();
    expect(events.length).toBeGreaterThan(2);
    expect(texts(events).at(-1)).toBe("fine");
    expect(logged.some((line) => line.startsWith("telegram event given up"))).toBe(true);
  });

  it("keeps a chat's order when a batch comes in another", async () => {
    const { fake, events } = await started();
    const a = ana(fake);
    await fake.reorder(() => {
      for (const text of ["1", "2", "3"]) a.sends(text);
    });
    await fake.settled();
    expect(texts(events)).toEqual(["1", "2", "3"]);
  });

  it("survives broken connections, server errors and a limit", async () => {
    const { fake, adapter, events, logged } = await started();
    fake.faults.next("getUpdates", { kind: "drop-before" });
    fake.faults.next("getUpdates", { kind: "drop-after" });
    fake.faults.next("getUpdates", { kind: "status", code: 502 });
    fake.faults.next("getUpdates", { kind: "too-many", retryAfter: 1 });
    ana(fake).sends("hello");
    await fake.waitFor(() => events.length > 0);
    const polls = fake.calls("getUpdates");
    const held = polls.findIndex((call) => call.error?.code === 429);
    expect((polls[held + 1]?.at ?? 0) - (polls[held]?.at ?? 0)).toBeGreaterThanOrEqual(990);
    await fake.settled();
    expect(texts(events)).toEqual(["hello"]);
    expect(adapter.healthy()).toBe(true);
    expect(logged.some((line) => line.startsWith("telegram polling again"))).toBe(true);
  });

  it("gives up a poll that hangs", async () => {
    const { fake, events } = await started({ timing: { pollSeconds: 0, pollGraceMs: 30 } });
    fake.faults.gate("getUpdates");
    const hung = fake.calls("getUpdates").length;
    await fake.waitFor(() => fake.calls("getUpdates").length > hung + 2);
    ana(fake).sends("hello");
    await fake.waitFor(() => events.length > 0);
  });

  it("bears another poller for a while and not for ever", async () => {
    let now = 0;
    const { fake, adapter, events, fatal, ended, logged } = await started({ clock: { now: () => now } });
    const conflict = {
      kind: "status",
      code: 409,
      description: "Conflict: terminated by other getUpdates request",
    } as const;
    fake.faults.next("getUpdates", conflict, 3);
    ana(fake).sends("hello");
    await fake.settled();
    expect([texts(events), fatal]).toEqual([["hello"], []]);
    expect(logged.filter((line) => line.startsWith("another instance"))).toHaveLength(1);

    fake.faults.always("getUpdates", conflict);
    fake.onRequest(() => {
      now += 30_000;
    });
    ana(fake).sends("wake up");
    expect(await ended).toMatch(/^Another instance/);
    expect(fatal).toHaveLength(1);
    expect(adapter.healthy()).toBe(false);
  });

  it("takes over from an instance that stops", async () => {
    const old = await started();
    const next: Inbound[] = [];
    const { fake } = old;
    const options = { token: TOKEN, apiRoot: fake.apiRoot, clock: { now: () => Date.now() }, onFatal: () => {} };
    const successor = createTelegram({ ...options, log: recorder([]), timing: TIMING });
    await successor.start(async (event) => {
      next.push(event);
      return NO_REPLY;
    }, []);
    // Each ends the other's poll in turn.
    await fake.waitFor(() => fake.calls("getUpdates").filter((call) => call.error?.code === 409).length > 3);
    await old.adapter.stop();
    ana(fake).sends("hello");
    await fake.settled();
    await successor.stop();
    expect(old.logged.filter((line) => line.startsWith("another instance"))).toHaveLength(1);
    expect(texts([...old.events, ...next])).toEqual(["hello"]);
    expect(old.fatal).toEqual([]);
  });

  it("says so when a webhook takes the updates away", async () => {
    let now = 0;
    const { fake, ended } = await started({ clock: { now: () => now } });
    fake.faults.always("getUpdates", { kind: "status", code: 409, description: "Conflict: webhook is active" });
    fake.onRequest(() => {
      now += 30_000;
    });
    ana(fake).sends("wake up");
    expect(await ended).toMatch(/webhook/);
  });

  it("ends when the token is revoked", async () => {
    const { fake, ended, adapter } = await started();
    fake.faults.always("getUpdates", { kind: "status", code: 401, description: "Unauthorized" });
    ana(fake).sends("wake up");
    expect(await ended).toContain("TELEGRAM_BOT_TOKEN");
    expect(adapter.healthy()).toBe(false);
  });
});

describe("stopping", () => {
  it("waits for what is in hand, confirms it, and leaves nothing open", async () => {
    const { fake, adapter, on, events } = await started();
    const { open, opened } = gate();
    on(async () => {
      await opened;
      return NO_REPLY;
    });
    ana(fake).sends("in hand");
    await fake.waitFor(() => events.length === 1);
    let ended = false;
    const stopping = adapter.stop().then(() => {
      ended = true;
    });
    // Many turns of the event loop: time enough to end, if it did not wait.
    for (let turn = 0; turn < 100; turn++) await setImmediate();
    expect(ended).toBe(false);
    open();
    await stopping;
    const polls = fake.calls("getUpdates").length;
    expect(fake.calls("getUpdates").at(-1)?.params).toMatchObject({ limit: 1, timeout: 0 });
    await adapter.stop();
    expect(fake.calls("getUpdates")).toHaveLength(polls);
    const sockets = () => process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap");
    await vi.waitFor(() => expect(sockets()).toEqual([]));
    const after = await send(adapter, own(ana(fake)), says("late"));
    expect(after.result).toMatchObject({ type: "retry", heldBack: false });
  });
});

describe("taps", () => {
  it("are answered once, after the handler, however slow, with an alert where others sit by", async () => {
    const { fake, adapter, on, events } = await started();
    const { a, group } = await couple(fake);
    await send(adapter, place(group), says("Card", [press]));
    const { open, opened } = gate();
    on(async () => {
      await opened;
      return { type: "toast", text: "x".repeat(300) };
    });
    const tapping = a.taps(group.last, "Press");
    await fake.waitFor(() => events.some((event) => event.type === "tap"));
    expect(fake.calls("answerCallbackQuery")).toEqual([]);
    open();
    const { text, showAlert } = await tapping;
    expect([text?.length, showAlert]).toEqual([200, true]);

    on(() => ({ type: "toast", text: "quiet" }));
    a.start();
    await fake.settled();
    await send(adapter, own(a), says("Card", [press]));
    expect(await a.taps(a.chat.last, "Press")).toEqual({ text: "quiet", showAlert: false });
    on(() => NO_REPLY);
    const gone = a.chat.last;
    await deliver(adapter, own(a), { operation: { type: "delete", refs: [String(gone.id)] } });
    expect(await a.taps(gone, "Press", { stale: true })).toEqual({ showAlert: false });
    expect(fake.calls("answerCallbackQuery")).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({ type: "tap", action: "press_r1", messageId: String(gone.id) });
  });

  it("are answered again when the answer may be lost, and not when it was too late", async () => {
    const { fake, adapter } = await started({}, { queryLifetimeMs: 60_000 });
    const a = ana(fake);
    a.start();
    await fake.settled();
    await send(adapter, own(a), says("Card", [press]));
    fake.faults.next("answerCallbackQuery", { kind: "drop-before" });
    await a.taps(a.chat.last, "Press");
    expect(fake.calls("answerCallbackQuery")).toHaveLength(2);
    fake.faults.next("answerCallbackQuery", {
      kind: "status",
      code: 400,
      description: "Bad Request: query is too old",
    });
    void a.taps(a.chat.last, "Press", { timeoutMs: 1 });
    await fake.settled();
    for (let turn = 0; turn < 5; turn++) await a.taps(a.chat.last, "Press");
    expect(fake.calls("answerCallbackQuery")).toHaveLength(8);
  });

  it("open the private chat where a button is private", async () => {
    const { fake, adapter, events } = await started();
    const { a, group } = await couple(fake);
    await send(adapter, place(group), says("Card", [{ ...press, private: true }]));
    await a.taps(group.last, "Press");
    await fake.settled();
    expect(events.at(-1)).toMatchObject({ type: "tap", action: "press_r1", chat: own(a) });
    await a.taps(group.last, "Press", { losesPayload: true });
    await fake.settled();
    expect(events.at(-1)).toMatchObject({ type: "command", name: "start", args: "" });
  });
});

describe("groups", () => {
  it("tell once who came, went and moved", async () => {
    const { fake, events } = await started();
    const { a, b, group } = await couple(fake);
    expect(events).toMatchObject([{ type: "bot-added", by: { userId: String(a.id), language: "es" } }]);
    const carl = fake.user({ first_name: "Carl" });
    const chatId = String(group.id);
    group.makeBotAdmin();
    group.adds(carl, a);
    group.removes(carl, a);
    group.migrates();
    await fake.settled();
    expect(events.slice(1)).toMatchObject([
      { type: "standing-changed", chatId },
      { type: "joined", chatId, userIds: [String(carl.id)] },
      { type: "left", chatId, userId: String(carl.id) },
      { type: "migrated", fromChatId: chatId, toChatId: String(group.id) },
    ]);
    group.removeBot(b);
    b.sends("private");
    b.blocks();
    b.unblocks();
    await fake.settled();
    expect(events.slice(5).map((event) => event.type)).toEqual(["bot-removed", "text", "unreachable", "reachable"]);
  });

  it("are safe only with the two and the bot in them", async () => {
    const { fake, adapter } = await started();
    const { a, b, group } = await couple(fake);
    const two = [String(a.id), String(b.id)];
    const chatId = String(group.id);
    expect(await adapter.audience(chatId, two)).toBe("only-two");
    expect(await adapter.inspect(chatId)).toBe("ok");
    expect(await adapter.isMember(chatId, String(a.id))).toBe(true);
    expect(await adapter.isMember(chatId, "999")).toBe(false);
    const carl = fake.user({ first_name: "Carl" });
    group.adds(carl, a);
    expect(await adapter.audience(chatId, two)).toBe("person");
    expect(await adapter.inspect(chatId)).toBe("too-many");
    group.removes(b);
    expect(await adapter.audience(chatId, two)).toBe("person");
    expect(await adapter.isMember(chatId, String(b.id))).toBe(false);
    fake.faults.next("getChatMember", { kind: "status", code: 500 });
    expect(await adapter.isMember(chatId, String(a.id))).toBeNull();
    for (const method of ["getChat", "getChatMember", "getChatMemberCount"]) {
      // A connection that broke is tried once more; a second time it is not known.
      fake.faults.next(method, { kind: "drop-before" });
      expect(await adapter.audience(chatId, two)).toBe("person");
      fake.faults.next(method, { kind: "drop-before" }, method === "getChatMember" ? 4 : 2);
      expect(await adapter.audience(chatId, two)).toBe("unknown");
    }
    expect(await adapter.inspect("-12345")).toBe("unknown");
    const open = fake.group({ title: "Open", members: [a, b], type: "supergroup", username: "open_group" });
    open.addBot(a);
    expect(await adapter.audience(String(open.id), two)).toBe("public");
    expect(await adapter.inspect(String(open.id))).toBe("public");
  });

  it("are not safe where people who are no members can read them: by a channel, another name, a place on the map", async () => {
    const { fake, adapter } = await started();
    const { a, b } = await couple(fake);
    const two = [String(a.id), String(b.id)];
    const group = fake.group({ title: "Seems closed", members: [a, b], type: "supergroup" });
    group.addBot(a);
    const chatId = String(group.id);
    for (const further of [
      { linked_chat_id: -1_001_234_567_890 },
      { active_usernames: ["seems_closed"] },
      { location: { location: { latitude: 52.5, longitude: 13.4 }, address: "Somewhere 1" } },
    ]) {
      group.isKnownAs(further);
      expect([await adapter.audience(chatId, two), await adapter.inspect(chatId)]).toEqual(["public", "public"]);
    }
    group.isKnownAs({ active_usernames: [] });
    expect([await adapter.audience(chatId, two), await adapter.inspect(chatId)]).toEqual(["only-two", "ok"]);
  });

  it("are not safe with one of the two and somebody else in the other's stead", async () => {
    const { fake, adapter } = await started();
    const { a, b, group } = await couple(fake);
    const two = [String(a.id), String(b.id)];
    group.removes(b);
    group.adds(fake.user({ first_name: "Carl" }), a);
    expect(await adapter.audience(String(group.id), two)).toBe("person");
    expect(await adapter.audience(String(group.id), [String(a.id), String(a.id)])).toBe("unknown");
  });
});

describe("delivering", () => {
  const long: Block[] = [1, 2, 3].map((n) => ({ type: "paragraph", text: `${n} ${"word ".repeat(700)}` }));
  const file: Block = { type: "file", name: `${MARKER}.json`, mime: "application/json", data: Buffer.from("{}") };

  async function open(fakeOptions = {}) {
    const made = await started({}, fakeOptions);
    const person = ana(made.fake);
    person.start();
    await made.fake.settled();
    return { ...made, a: person, chat: own(person) };
  }

  it("sends each part once, and goes on where it was interrupted", async () => {
    const { adapter, a, chat } = await open();
    const message = { blocks: [...long, file], buttons: [[press]] };
    const whole = await send(adapter, chat, message);
    expect(whole).toEqual({ result: { type: "delivered" }, refs: a.chat.fromBot.map((m) => String(m.id)) });
    expect(a.chat.fromBot.map((m) => m.labels)).toEqual([[], [], [], ["Press"]]);
    expect(a.chat.last.wire.document?.file_name).toBe(`${MARKER}.json`);
    const rest = await send(adapter, chat, message, 3);
    expect([rest.refs[2], a.chat.fromBot.length]).toEqual([undefined, 5]);
    expect((await send(adapter, chat, message, 4)).result).toEqual({ type: "delivered" });
    expect((await send(adapter, chat, says(" "))).result).toMatchObject({ type: "rejected" });
  });

  it("says what the platform said", async () => {
    const { fake, adapter, a, chat } = await open();
    const stranger = own(ana(fake));
    expect((await send(adapter, stranger, says("x"))).result).toEqual({ type: "unreachable", why: "closed" });
    fake.faults.next("sendMessage", { kind: "too-many", retryAfter: 3 });
    const held = { type: "retry", afterMs: 3000, scope: "chat", heldBack: true };
    expect((await send(adapter, chat, says("x"))).result).toEqual(held);
    for (const kind of ["drop-before", "drop-after"] as const) {
      fake.faults.next("sendMessage", { kind });
      expect((await send(adapter, chat, says("x"))).result).toMatchObject({ type: "retry", heldBack: false });
    }
    fake.faults.next("sendMessage", { kind: "status", code: 503 });
    expect((await send(adapter, chat, says("x"))).result).toMatchObject({ type: "retry", heldBack: false });
    const description = `Bad Request: strange ${MARKER}`;
    fake.faults.next("sendMessage", { kind: "status", code: 400, description });
    const rejected = { type: "rejected", reason: "400 Bad Request …" };
    expect((await send(adapter, chat, says(MARKER))).result).toEqual(rejected);
    a.blocks();
    expect((await send(adapter, chat, says("x"))).result).toEqual({ type: "unreachable", why: "blocked" });
  });

  it("reports the parts before a failure", async () => {
    const { fake, adapter, chat } = await open();
    fake.faults.next("sendDocument", { kind: "too-many", retryAfter: 1 });
    const { result, refs } = await send(adapter, chat, { blocks: [...long, file], buttons: [] });
    expect([result.type, refs.length]).toEqual(["retry", 3]);
  });

  it("does not hang on a server that does", async () => {
    const made = await started({ timing: { callMs: 40 } });
    const person = ana(made.fake);
    person.start();
    await made.fake.settled();
    for (const when of ["before", "after"] as const) {
      made.fake.faults.gate("sendMessage", when);
      expect((await send(made.adapter, own(person), says("x"))).result).toMatchObject({ type: "retry" });
    }
  });

  it("follows a group that has moved, and notices one that is gone", async () => {
    const { fake, adapter } = await started();
    const { a, group } = await couple(fake);
    const old = place(group);
    group.migrates();
    expect((await send(adapter, old, says("x"))).result).toEqual({ type: "migrated", toChatId: String(group.id) });
    group.removeBot(a);
    expect((await send(adapter, place(group), says("x"))).result).toEqual({ type: "unreachable", why: "chat-gone" });
  });

  it("edits part by part, adds what is more and removes what is less", async () => {
    const { adapter, a, chat } = await open();
    const { refs } = await send(adapter, chat, says("one", [press]));
    const edit = (message: Message, on: readonly string[]) =>
      deliver(adapter, chat, { operation: { type: "edit", message, refs: on } });
    const more = await edit({ blocks: long, buttons: [] }, refs);
    expect(more.result).toEqual({ type: "delivered" });
    expect([more.refs[0], more.refs.length]).toEqual([refs[0], 3]);
    expect(a.chat.fromBot.map((m) => m.text.slice(0, 1))).toEqual(["1", "2", "3"]);
    const fewer = await edit(says("short"), more.refs);
    expect(fewer).toEqual({ result: { type: "delivered" }, refs: [refs[0]] });
    expect(a.chat.fromBot.map((m) => m.text)).toEqual(["short"]);
    expect((await edit(says("short"), fewer.refs)).result).toEqual({ type: "delivered" });
    expect((await edit(says("gone"), ["99999"])).result).toEqual({ type: "delivered" });
  });

  it("changes the buttons under a file, and words for a file", async () => {
    const { adapter, a, chat } = await open();
    const { refs } = await send(adapter, chat, { blocks: [file], buttons: [[press]] });
    const bare = { blocks: [file], buttons: [] };
    await deliver(adapter, chat, { operation: { type: "edit", message: bare, refs } });
    expect(a.chat.last.labels).toEqual([]);
    const words = await deliver(adapter, chat, { operation: { type: "edit", message: says("taken back"), refs } });
    expect(words.result).toEqual({ type: "delivered" });
    expect(a.chat.fromBot.map((m) => m.text)).toEqual(["taken back"]);
    expect(words.refs).toEqual([String(a.chat.last.id)]);
  });

  it("deletes, empties what is too old, and is content when it is gone", async () => {
    let now = Date.now();
    const { adapter, a, chat } = await open({ clock: { now: () => now } });
    const typed = a.sends("my words");
    const { refs } = await send(adapter, chat, says("old", [press]));
    const gone = (refs: readonly string[]) => deliver(adapter, chat, { operation: { type: "delete", refs } });
    now += 49 * 60 * 60 * 1000;
    expect((await gone(refs)).result).toEqual({ type: "delivered" });
    expect([a.chat.last.text, a.chat.last.labels]).toEqual(["·", []]);
    const notOurs = await gone([String(typed.id)]);
    expect(notOurs.result).toMatchObject({ type: "rejected", reason: expect.stringContaining("can't be deleted") });
    const fresh = a.sends("newer words");
    for (let i = 0; i < 2; i++) expect((await gone([String(fresh.id)])).result).toEqual({ type: "delivered" });
    expect(fresh.deleted).toBe(true);
  });

  it("shows an answer in place of the tapped message, or anew when it is gone", async () => {
    const { fake, adapter, a, chat, events } = await open();
    await send(adapter, chat, says("Card", [press]));
    const card = a.chat.last;
    await a.taps(card, "Press");
    const tap = events.at(-1);
    const origin = (tap?.type === "tap" && tap.origin) || "";
    const answer = (text: string, to = chat) =>
      deliver(adapter, to, { operation: { type: "send", message: says(text), fromPart: 0 }, origin, replace: true });
    expect(await answer("In place")).toEqual({ result: { type: "delivered" }, refs: [String(card.id)] });
    expect([a.chat.fromBot.length, a.chat.last.text]).toEqual([1, "In place"]);
    expect(await answer("In place")).toMatchObject({ refs: [String(card.id)] });
    fake.faults.next("editMessageText", { kind: "drop-after" });
    expect((await answer("Lost")).result).toMatchObject({ type: "retry" });
    await deliver(adapter, chat, { operation: { type: "delete", refs: [String(card.id)] } });
    expect((await answer("Anew")).result).toEqual({ type: "delivered" });
    expect(a.chat.last.text).toBe("Anew");
    const ben = fake.user({ first_name: "Ben" });
    ben.start();
    await fake.settled();
    const edits = fake.calls("editMessageText").length;
    expect((await answer("Elsewhere", own(ben))).result).toEqual({ type: "delivered" });
    expect(ben.chat.last.text).toBe("Elsewhere");
    expect(fake.calls("editMessageText")).toHaveLength(edits);
  });
});

it("sends parameters that are objects along with a file", async () => {
  const { fake } = await started();
  const person = ana(fake);
  const question = person.start();
  const transport = createTransport({ token: TOKEN, apiRoot: fake.apiRoot, onUpdate: async () => {} });
  const document = { source: Buffer.from("x"), filename: "x.txt" };
  const params = { chat_id: person.id, document, reply_parameters: { message_id: question.id } };
  await transport.call("sendDocument", params, { schema: z.unknown(), timeoutMs: 1000 });
  await transport.close();
  expect(person.chat.last.wire.reply_to_message?.message_id).toBe(question.id);
});

it("keeps telegraf's own debugging out of the log", async () => {
  const ofTelegraf = createRequire(createRequire(import.meta.url).resolve("telegraf"));
  const debug = ofTelegraf("debug") as { enable(n: string): void; disable(): string; enabled(n: string): boolean };
  debug.enable("*");
  try {
    await started();
    expect(debug.enabled("telegraf:client")).toBe(false);
    expect(debug.enabled("another")).toBe(true);
  } finally {
    debug.disable();
  }
});
