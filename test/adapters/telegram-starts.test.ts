/** Every way in which a start on Telegram can fail: what is tried again, and what ends it. */
import { createServer, type Server } from "node:http";
import { createServer as createRawServer, type Server as RawServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTelegram, PlatformRefused } from "../../adapters/telegram/index.ts";
import type { ChatAdapter, Inbound, Reply } from "../../src/ports/chat.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";

const TOKEN = "4242:starts_Token";
const SOON = { backoffFirstMs: 2, backoffMaxMs: 8, busyFirstMs: 2, busyMaxMs: 8, callMs: 400 };
const COMMANDS = [{ name: "help", descriptions: { en: "One screen" }, options: [] }];
const NONE: Reply = { type: "none" };

let fake: FakeTelegram;
let adapters: ChatAdapter[];
let logged: string[];
let loose: unknown[];
const note = (error: unknown) => void loose.push(error);

beforeEach(async () => {
  [adapters, logged, loose] = [[], [], []];
  process.on("unhandledRejection", note);
  fake = await startFakeTelegram({ token: TOKEN });
});

afterEach(async () => {
  for (const adapter of adapters) await adapter.stop();
  await fake.stop();
  process.off("unhandledRejection", note);
  expect(loose).toEqual([]);
  expect(logged.join()).not.toContain("starts_Token");
});

function make(apiRoot = fake.apiRoot): ChatAdapter {
  const log = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const adapter = createTelegram({
    ...{ token: TOKEN, apiRoot, timing: SOON, clock: { now: () => Date.now() } },
    log: { debug: log, info: log, warn: log, error: log },
    onFatal: (line) => void logged.push(`fatal ${line}`),
  });
  adapters.push(adapter);
  return adapter;
}

/** Starts, and shows that somebody is heard. */
async function serves(): Promise<void> {
  const heard = Promise.withResolvers<Inbound>();
  await make().start(async (event) => {
    heard.resolve(event);
    return NONE;
  }, COMMANDS);
  fake.user({ first_name: "Ana" }).start();
  expect((await heard.promise).type).toBe("command");
}

const passing = [
  ...[400, 403, 409, 500, 502, 503, 504].map((code) => [`HTTP ${code}`, { kind: "status", code }] as const),
  ["too many requests", { kind: "too-many", retryAfter: 1 }],
  ["a connection that breaks", { kind: "drop-before" }],
  ["an answer that is lost", { kind: "drop-after" }],
  ["an answer that takes too long", { kind: "delay", ms: 600 }],
] as const;

describe.each(["getMe", "deleteWebhook", "setMyCommands"])("%s", (method) => {
  test.each(passing)("%s: it is tried again, or done without, and the bot serves", async (_, fault) => {
    fake.faults.next(method, fault, 2);
    await serves();
    expect(logged.some((line) => /telegram start waits|commands not registered/.test(line))).toBe(true);
    expect(logged.some((line) => line.startsWith("fatal"))).toBe(false);
  });
});

test.each([401, 404])("getMe with HTTP %i is a refused token: one line", async (code) => {
  fake.faults.next("getMe", { kind: "status", code });
  const failed = await make()
    .start(async () => NONE, COMMANDS)
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(PlatformRefused);
  expect((failed as Error).message).toMatch(/^[^\n]*TELEGRAM_BOT_TOKEN[^\n]*$/);
});

describe("another server in its place is waited for, and a stop ends that", () => {
  let server: Server | RawServer | undefined;
  afterEach(() => void server?.close());

  async function never(listening: Server | RawServer | null): Promise<void> {
    server = listening ?? undefined;
    await new Promise<void>((resolve) => (listening ? listening.listen(0, "127.0.0.1", resolve) : resolve()));
    const address = listening?.address();
    const port = typeof address === "object" && address ? address.port : 9;
    const adapter = make(`http://127.0.0.1:${port}`);
    const started = adapter.start(async () => NONE, COMMANDS);
    await new Promise<void>((resolve) => {
      const look = () => (logged.filter((l) => /start waits/.test(l)).length > 2 ? resolve() : setImmediate(look));
      look();
    });
    expect(adapter.healthy()).toBe(false);
    await adapter.stop();
    await started;
  }
  const answering = (text: string, status = 200) =>
    createServer((_, response) => response.writeHead(status, { "content-type": "application/json" }).end(text));

  test("nobody at all", () => never(null));
  test("bytes that are no HTTP", () => never(createRawServer((socket) => void socket.end("\u0015\u0003\u0001"))));
  test("a page", () => never(createServer((_, response) => void response.end("<html>"))));
  test("a page that refuses", () => never(createServer((_, response) => void response.writeHead(401).end("<html>"))));
  test("JSON that is broken", () => never(answering('{"ok":')));
  test("JSON of another kind", () => never(answering("[]")));
  test("an answer without its result", () => never(answering('{"ok":true}')));
  test("a bot without a name", () => never(answering('{"ok":true,"result":{"id":1}}')));
  test("a redirect", () =>
    never(createServer((_, r) => void r.writeHead(302, { location: "http://127.0.0.1:9/" }).end())));
  test("a server that says nothing", () => never(createServer(() => {})));
});
