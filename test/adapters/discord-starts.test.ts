/** Every way in which a start on Discord, or a later connection, can fail: what is tried again, and what ends it. */
import { createServer, type Server } from "node:http";
import { createServer as createRawServer, type Server as RawServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PlatformRefused } from "../../adapters/discord/index.ts";
import type { FaultKind } from "../fakes/discord/faults.ts";
import type { GatewayFault } from "../fakes/discord/gateway-faults.ts";
import { COMMANDS, MARKER, NONE, openScene, type Scene } from "./discord-bench.ts";

let scene: Scene;
let loose: unknown[];
const note = (error: unknown) => void loose.push(error);

beforeEach(async () => {
  loose = [];
  process.on("unhandledRejection", note);
  process.on("uncaughtExceptionMonitor", note);
  scene = await openScene();
});

afterEach(async () => {
  await scene.close();
  process.off("unhandledRejection", note);
  process.off("uncaughtExceptionMonitor", note);
  expect(loose).toEqual([]);
});

/** As in life, only sooner. */
const SOON = { waitsMs: [0, 5, 10], stableMs: 60_000, helloMs: 600, readyMs: 1_200, silentMs: 60_000 };
const GATEWAY = "GET /gateway/bot";
const REGISTER = "PUT /applications/:app/commands";

async function answersNow(): Promise<void> {
  const heard = scene.events.filter(({ type }) => type === "command").length;
  scene.ana.runs("/help");
  await scene.heard("command", heard + 1);
}

describe("what the gateway does at the start", () => {
  const status = (code: number, location?: string): GatewayFault => ({
    kind: "status",
    status: code,
    ...(location === undefined ? {} : { location }),
  });
  const says = (...texts: (string | Uint8Array)[]): GatewayFault => ({ kind: "says", texts });
  const hello = JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 }, s: null, t: null });
  const passing: readonly (readonly [string, GatewayFault])[] = [
    ...[200, 400, 401, 403, 404, 429, 500, 502, 503].map((code) => [`HTTP ${code}`, status(code)] as const),
    ["a redirect", status(302, "http://127.0.0.1:9/")],
    ["a redirect without a place", status(301)],
    ["bytes that are no HTTP", { kind: "bytes" }],
    ["a connection that breaks", { kind: "drop" }],
    ["a handshake that is never answered", { kind: "hang" }],
    ["a socket that says nothing", says()],
    ["no JSON", says("garbage")],
    ["bytes", says(new Uint8Array([1, 2, 3]))],
    ["JSON that is no frame", says("null", "5", '"x"', "[]", "{}", '{"op":"10"}')],
    ["HELLO without its content", says('{"op":10}', '{"op":10,"d":null}', '{"op":10,"d":{}}')],
    ["HELLO with a strange interval", says('{"op":10,"d":{"heartbeat_interval":"soon"}}')],
    ["HELLO with no interval to speak of", says('{"op":10,"d":{"heartbeat_interval":0}}')],
    ["HELLO, then garbage", says(hello, "garbage", '{"op":0}', '{"op":0,"t":"READY"}', '{"op":0,"t":"READY","d":{}}')],
    ["HELLO, then an invalid session", says(hello, '{"op":9}')],
    ["an event before anything else", says('{"op":0,"t":"GUILD_CREATE","s":1,"d":null}')],
    ["no answer to IDENTIFY", { kind: "noReady" }],
    ["READY that cannot be understood", { kind: "ready", change: () => ({ v: 10 }) }],
    ["READY without a user", { kind: "ready", change: ({ user: _, ...data }) => data }],
    ...[1000, 1001, 1011, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4999].flatMap((code) => [
      [`close code ${code} for HELLO`, { kind: "close", code, at: "hello" }] as const,
      [`close code ${code} for READY`, { kind: "close", code, at: "identify" }] as const,
    ]),
  ];

  // Side by side, each in a scene of its own: between two sessions Discord wants five seconds.
  test("whatever answers the handshake, HELLO or IDENTIFY: it is tried again, and then serves", async () => {
    const failed = await Promise.all(
      passing.map(async ([name, fault]) => {
        const own = await openScene();
        own.discord.gateway.faults.next(fault, 2);
        try {
          const adapter = await own.start({ gateway: SOON });
          expect(own.discord.gateway.faults.hits).toBe(2);
          expect(adapter.healthy()).toBe(true);
          expect(own.fatal).toEqual([]);
          own.ana.runs("/help");
          await own.heard("command");
          expect(own.discord.gateway.connected).toHaveLength(1);
          return [];
        } catch (error) {
          return [`${name}: ${String(error)}`];
        } finally {
          await own.close();
        }
      }),
    );
    expect(failed.flat()).toEqual([]);
  }, 90_000);

  const odd: readonly (readonly [string, (data: Record<string, unknown>) => unknown])[] = [
    ["no servers", (data) => ({ ...data, guilds: [] })],
    ["no list of servers", ({ guilds: _, ...data }) => data],
    ["a server that is none", (data) => ({ ...data, guilds: [null, 5, {}, ...(data.guilds as object[])] })],
    ["a server that is out of reach", (data) => ({ ...data, guilds: [{ id: "1", unavailable: true }] })],
    ["nowhere to resume", ({ resume_gateway_url: _, ...data }) => data],
    ["a strange place to resume", (data) => ({ ...data, resume_gateway_url: "not an address" })],
  ];
  test.each(odd)("READY with %s: it serves, and resumes", async (_, change) => {
    scene.discord.gateway.faults.next({ kind: "ready", change });
    const adapter = await scene.start({ gateway: SOON });
    await answersNow();
    scene.discord.gateway.drop();
    await scene.discord.waitFor(() => scene.discord.gateway.resumes === 1);
    await answersNow();
    expect(adapter.healthy()).toBe(true);
  });

  const final: readonly (readonly [number, RegExp])[] = [
    [4004, /DISCORD_BOT_TOKEN/],
    [4010, /shard/],
    [4011, /shards/],
    [4012, /update/],
    [4013, /intents/],
    [4014, /intents/],
  ];
  test.each(final)("close code %i ends it with one line that says how to mend it", async (code, line) => {
    scene.discord.gateway.faults.next({ kind: "close", code, at: "identify" });
    const failed = await scene
      .make({ gateway: SOON })
      .start(async () => NONE, COMMANDS)
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(PlatformRefused);
    expect((failed as Error).message).toMatch(line);
    expect((failed as Error).message).toMatch(new RegExp(`^[^\\n]*${code}[^\\n]*$`));
    expect(scene.discord.gateway.connections).toBe(1);
  });

  test("it waits longer each time, and can be stopped meanwhile", async () => {
    scene.discord.gateway.faults.next({ kind: "status", status: 503 }, 99);
    const adapter = scene.make({ gateway: { ...SOON, waitsMs: [0, 10, 20, 60_000] } });
    const started = adapter.start(async () => NONE, COMMANDS).catch((error: unknown) => error);
    const waits = () => scene.log.flatMap((line) => /tried again .*"ms":(\d+)/.exec(line)?.[1] ?? []);
    await scene.discord.waitFor(() => scene.discord.gateway.faults.hits === 4);
    await new Promise<void>((resolve) => {
      const look = () => (waits().length === 3 ? resolve() : setImmediate(look));
      look();
    });
    expect(waits()).toEqual(["10", "20", "60000"]);
    await adapter.stop();
    expect(await started).toBeInstanceOf(Error);
    expect(scene.discord.gateway.faults.hits).toBe(4);
  });

  const stages: readonly (readonly [string, GatewayFault])[] = [
    ["the handshake hangs", { kind: "hang" }],
    ["HELLO does not come", says()],
    ["READY does not come", { kind: "noReady" }],
  ];
  test.each(stages)("a stop while %s ends it, and leaves nothing open", async (_, fault) => {
    scene.discord.gateway.faults.next(fault);
    const adapter = scene.make({ gateway: SOON });
    const started = adapter.start(async () => NONE, COMMANDS).catch((error: unknown) => error);
    await scene.discord.waitFor(() => scene.discord.gateway.faults.hits === 1);
    await adapter.stop();
    expect(await started).toBeInstanceOf(Error);
  });
});

describe("what the API does at the start", () => {
  const passing: readonly (readonly [string, FaultKind])[] = [
    ...[400, 403, 404, 500, 502, 503].map((code) => [`HTTP ${code}`, { kind: "status", status: code }] as const),
    ["a limit", { kind: "rateLimited", retryAfter: 0.01 }],
    ["a limit of all", { kind: "rateLimited", retryAfter: 0.01, global: true }],
    ["a connection that breaks", { kind: "droppedBefore" }],
    ["an answer that is lost", { kind: "droppedAfter" }],
    ["something else", { kind: "status", status: 200, body: { hello: "world" } }],
    ["another address", { kind: "status", status: 200, body: { url: "http://x", shards: 1 } }],
  ];
  test.each(passing)("%s for the question where the gateway is: it is asked again", async (_, fault) => {
    scene.discord.faults.next(GATEWAY, fault, { times: 2 });
    await scene.start({ gateway: SOON });
    await answersNow();
    expect(scene.fatal).toEqual([]);
  });

  test("a failure between the first question and discord.js's own is waited out, too", async () => {
    let asked = 0;
    scene.discord.onRequest((request) => {
      if (request.path === "/gateway/bot" && ++asked === 1) {
        void scene.discord
          .waitFor(() => request.status === 200)
          .then(() => scene.discord.faults.next(GATEWAY, { kind: "status", status: 503 }));
      }
    });
    await scene.start({ gateway: SOON });
    expect(asked).toBe(3);
    await answersNow();
  });

  test("a session limit that is used up is waited for", async () => {
    const spent = { total: 1000, remaining: 0, reset_after: 20, max_concurrency: 1 };
    const body = { url: scene.discord.gateway.url, shards: 1, session_start_limit: spent };
    scene.discord.faults.next(GATEWAY, { kind: "status", status: 200, body });
    await scene.start({ gateway: SOON });
    expect(scene.log.join()).toMatch(/few gateway sessions/);
    await answersNow();
  });

  const registering: readonly (readonly [string, FaultKind])[] = [
    ...[400, 403, 404, 500, 503].map((code) => [`HTTP ${code}`, { kind: "status", status: code }] as const),
    ["a limit of a day", { kind: "rateLimited", retryAfter: 80_000 }],
    ["a connection that breaks", { kind: "droppedBefore" }],
  ];
  test.each(registering)(
    "%s for the commands: the bot serves all the same, and says so in its log",
    async (_, fault) => {
      await (await scene.start({ gateway: SOON })).stop();
      scene.discord.faults.next(REGISTER, fault);
      const adapter = await scene.start({ gateway: SOON });
      await answersNow();
      expect(adapter.healthy()).toBe(true);
      expect(scene.log.join()).toMatch(/the commands could not be registered/);
    },
  );

  test("a token that is refused for the commands ends it", async () => {
    scene.discord.faults.next(REGISTER, {
      kind: "status",
      status: 401,
      body: { message: "401: Unauthorized", code: 0 },
    });
    const adapter = scene.make({ gateway: SOON });
    await expect(adapter.start(async () => NONE, COMMANDS)).rejects.toThrow(/DISCORD_BOT_TOKEN/);
  });

  describe("another server in its place", () => {
    let server: Server | RawServer | undefined;
    afterEach(() => void server?.close());

    async function never(listening: Server | RawServer | null): Promise<void> {
      server = listening ?? undefined;
      await new Promise<void>((resolve) => (listening ? listening.listen(0, "127.0.0.1", resolve) : resolve()));
      const address = listening?.address();
      const port = typeof address === "object" && address ? address.port : 9;
      const adapter = scene.make({ apiRoot: `http://127.0.0.1:${port}/api`, gateway: SOON });
      const started = adapter.start(async () => NONE, COMMANDS).catch((error: unknown) => error);
      await new Promise<void>((resolve) => {
        const look = () =>
          scene.log.filter((l) => /reached yet|refuses/.test(l)).length > 1 ? resolve() : setImmediate(look);
        look();
      });
      expect(adapter.healthy()).toBe(false);
      await adapter.stop();
      expect(await started).toBeInstanceOf(Error);
      expect(scene.fatal).toEqual([]);
    }

    test("nobody at all", () => never(null));
    test("bytes that are no HTTP", () => never(createRawServer((socket) => socket.end("\u0015\u0003\u0001"))));
    test("a page that is no JSON", () => never(createServer((_, response) => response.end("<html>"))));
    test("JSON that is broken", () =>
      never(
        createServer((_, response) => {
          response.setHeader("content-type", "application/json");
          response.end('{"url":');
        }),
      ));
    test("a redirect", () =>
      never(createServer((_, response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end())));
  });
});

describe("later", () => {
  test("the gateway is out of reach for a while: the session is resumed, and nothing is missed", async () => {
    const adapter = await scene.start({ gateway: SOON });
    scene.discord.gateway.faults.next({ kind: "drop" });
    scene.discord.gateway.faults.next({ kind: "status", status: 503 });
    scene.discord.gateway.drop();
    scene.ana.writesDM("meanwhile");
    await scene.heard("text");
    expect(scene.discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
    expect(adapter.healthy()).toBe(true);
  });

  test("a place to resume that stays away is given up for a new session", async () => {
    const adapter = await scene.start({ gateway: SOON });
    scene.discord.gateway.faults.next({ kind: "drop" }, 7);
    scene.discord.gateway.drop();
    await scene.discord.waitFor(() => scene.discord.gateway.identifies === 2, { timeout: 15_000 });
    await answersNow();
    expect(adapter.healthy()).toBe(true);
  }, 30_000);

  test("a resume that is not answered becomes a new session", async () => {
    await scene.start({ gateway: SOON });
    scene.discord.gateway.faults.next({ kind: "noReady" });
    scene.discord.gateway.drop();
    await scene.discord.waitFor(() => scene.discord.gateway.identifies === 2, { timeout: 15_000 });
    await answersNow();
  }, 30_000);

  test("a connection on which no heartbeat is answered is made anew", async () => {
    const adapter = await scene.start({ gateway: { ...SOON, silentMs: 400 } });
    await scene.discord.waitFor(() => scene.discord.gateway.resumes === 1);
    await scene.discord.waitFor(() => adapter.healthy());
    expect(scene.log.join()).toMatch(/says nothing any more/);
  });

  test("a new session asks first whether there is one left", async () => {
    await scene.start({ gateway: SOON });
    const asked = () => scene.discord.requests.filter(({ path }) => path === "/gateway/bot").length;
    const before = asked();
    scene.discord.gateway.invalidate(false);
    await scene.discord.waitFor(() => scene.discord.gateway.identifies === 2, { timeout: 15_000 });
    expect(asked()).toBe(before + 1);
  }, 30_000);

  test("a token that was refused meanwhile is fatal, once", async () => {
    const adapter = await scene.start({ gateway: SOON });
    scene.discord.world.token = "another";
    scene.discord.gateway.invalidate(false);
    await scene.discord.waitFor(() => scene.fatal.length > 0, { timeout: 15_000 });
    expect(scene.fatal).toHaveLength(1);
    expect(scene.fatal[0]).toContain("DISCORD_BOT_TOKEN");
    expect(adapter.healthy()).toBe(false);
    const requests = scene.discord.requests.length;
    expect(await adapter.audience(scene.channel.id, [scene.ana.id, scene.ben.id])).toBe("unknown");
    expect(scene.discord.requests).toHaveLength(requests);
  }, 30_000);

  test("frames that nobody expects change nothing", async () => {
    const adapter = await scene.start({ gateway: SOON });
    const [session] = scene.discord.gateway.connected;
    const texts = [
      "",
      "null",
      "{",
      '{"op":0}',
      '{"op":10}',
      '{"op":0,"t":"READY","d":null}',
      `{"op":0,"t":"X","d":"${MARKER}"}`,
    ];
    for (const text of texts) session?.socket?.send(text);
    for (const t of [
      "GUILD_CREATE",
      "GUILD_UPDATE",
      "GUILD_ROLE_CREATE",
      "CHANNEL_UPDATE",
      "USER_UPDATE",
      "THREAD_CREATE",
    ]) {
      for (const d of [
        {},
        { id: 5 },
        { id: null, guild_id: scene.guild.id },
        { id: scene.guild.id, roles: null, channels: 7 },
      ]) {
        session?.socket?.send(JSON.stringify({ op: 0, t, s: 1, d }));
      }
    }
    await answersNow();
    expect(adapter.healthy()).toBe(true);
    expect(scene.discord.gateway.identifies).toBe(1);
  });
});
