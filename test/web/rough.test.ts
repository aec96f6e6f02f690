/** The whole program's web server against rough clients, as it runs for an operator who has set nothing. */
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { text as readText } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Premises, type Program } from "../e2e/program.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";

const premises = new Premises();
let program: Program;
let url: URL;
beforeAll(async () => {
  program = premises.start({ LOG_LEVEL: "info" });
  url = new URL(await program.url());
  await program.says(/"msg":"ready"/);
  await vi.waitFor(async () => expect(await shown()).toContain("Ampersand"), 10_000);
});
afterAll(async () => {
  await premises.end();
});

/** Sends bytes as they are; whatever came back until the connection was closed. */
async function sends(bytes: string): Promise<string> {
  const socket = connect(Number(url.port), url.hostname, () => socket.write(bytes));
  socket.on("error", () => {});
  const answer = await readText(socket).catch(() => "");
  socket.destroy();
  return answer;
}

const host = () => `Host: ${url.host}\r\nConnection: close\r\n`;

async function isWell(): Promise<void> {
  expect(await sends(`GET /healthz HTTP/1.1\r\n${host()}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  expect(program.running).toBe(true);
}

/** What the two of the playground have been shown and have typed so far; the clock beside it goes on. */
async function shown(): Promise<string> {
  const stream = await fetch(new URL("/api/stream", url));
  const reader = stream.body?.getReader();
  let first = "";
  while (!first.includes("\n\n")) first += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  const { clock, ...state } = JSON.parse(/^data: (.*)$/m.exec(first)?.[1] ?? "{}") as Record<string, unknown>;
  expect(clock).toBeDefined();
  return JSON.stringify(state);
}

async function says(body: string): Promise<number> {
  const head = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  const answer = await sends(`POST /api/say HTTP/1.1\r\n${host()}${head}\r\n${body}`);
  return Number(/^HTTP\/1\.1 (\d+) /.exec(answer)?.[1]);
}

describe("by default", () => {
  test("it listens on this machine's own address alone", async () => {
    expect(url.hostname).toBe("127.0.0.1");
    const outside = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).filter((each) => !each.internal));
    for (const { address, family } of outside.filter((each) => each.family === "IPv4")) {
      const refused = await new Promise((resolve) => {
        const socket = connect(Number(url.port), address);
        socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
        socket.on("connect", () => resolve("connected"));
      });
      expect([refused, family]).toEqual(["ECONNREFUSED", "IPv4"]);
    }
  });

  test.each([
    ["no HTTP at all", "\u0000\u0001\u0002 hello\r\n\r\n"],
    ["a request line without an end", `${"GET /".padEnd(70_000, "a")} HTTP/1.1\r\n\r\n`],
    ["more headers than anybody needs", `GET /healthz HTTP/1.1\r\n${"X-A: b\r\n".repeat(20_000)}\r\n`],
    ["two lengths", "POST /api/say HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"],
    [
      "a length and chunks",
      "POST /api/say HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
  ])("%s is refused, and nothing comes of it", async (_, bytes) => {
    const before = await shown();
    const answer = await sends(bytes);
    expect(answer === "" || /^HTTP\/1\.1 4\d\d /.test(answer)).toBe(true);
    expect(await shown()).toBe(before);
    await isWell();
  });

  test.each(["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])("%s does nothing anywhere", async (method) => {
    const before = await shown();
    for (const path of ["/", "/healthz", "/metrics", "/api/say", "/ui/main.js"]) {
      expect(await sends(`${method} ${path} HTTP/1.1\r\n${host()}\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect(await shown()).toBe(before);
  });

  test("nothing can be upgraded or passed on", async () => {
    const upgrade =
      "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    const answer = await sends(
      `GET /api/x HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade, close\r\n${upgrade}\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 101/);
    expect(await sends(`CONNECT example.org:443 HTTP/1.1\r\n${host()}\r\n`)).not.toMatch(/^HTTP\/1\.1 2/);
    const other = await sends(`GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n`);
    expect(other).toMatch(/^HTTP\/1\.1 403 /);
    await isWell();
  });

  test("deep, strange and huge bodies", async () => {
    const before = await shown();
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    for (const body of [
      deep,
      `{"user":${deep},"where":"shared","text":"/help"}`,
      '{"__proto__":{"user":"ana","where":"shared","text":"/help"}}',
      '{"constructor":{"prototype":{"user":"ana"}},"where":"shared","text":"/help"}',
      '{"user":["ana"],"where":"shared","text":"/help"}',
      '{"user":"ana","where":"shared","text":{"toString":"/help"}}',
      '{"user":"ana","where":"__proto__","text":"/help"}',
      `{"user":"ana","where":"shared","text":"/help","replyTo":"${"x".repeat(101)}"}`,
      '{"user":"ana","where":"shared","text":"/help"',
      "\ufeff{}",
      "",
    ]) {
      expect(await says(body), body.slice(0, 60)).toBe(400);
    }
    expect(await says(`{"user":"ana","where":"shared","text":"${"x".repeat(300_000)}"}`)).toBe(413);
    expect(await shown()).toBe(before);
    await isWell();
  });

  test("a hundred clients that begin and do not go on keep nobody waiting", async () => {
    const idle = Array.from({ length: 100 }, () => {
      const socket = connect(Number(url.port), url.hostname, () => socket.write("GET /healthz HTTP/1.1\r\nHos"));
      socket.on("error", () => {});
      return socket;
    });
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
    await isWell();
    for (const socket of idle) socket.destroy();
  });
});

describe("beside a real platform", () => {
  let fake: FakeTelegram;
  beforeAll(async () => {
    fake = await startFakeTelegram({ token: "4242:rough-test" });
  });
  afterAll(() => fake.stop());

  test("there is no playground, and no way to it", async () => {
    const beside = premises.start({ TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.apiRoot });
    const root = await beside.url();
    for (const path of ["/", "/ui/main.js", "/api/stream"]) expect((await fetch(root + path)).status, path).toBe(404);
    await beside.stop();
  });

  test("asked for, it still stays on this machine", async () => {
    const env = { TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.apiRoot, AMPERSAND_PLAYGROUND: "on" };
    const refused = premises.start({ ...env, HTTP_HOST: "0.0.0.0" });
    expect((await refused.ended()).code).toBe(1);
    expect(refused.err).toMatch(/HTTP_HOST is 0\.0\.0\.0/);
  });
});
