/** Running: what it answers, and how it ends while people are writing. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeDiscord, startFakeDiscord } from "../fakes/discord/index.ts";
import { type FakeGroup, type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";
import { MARKER, type OnTelegram, onTelegram } from "./marked.ts";
import { Premises, type Program } from "./program.ts";

const TOKEN = "4242:process-life-test";
const LONGEST_END = 10_000;

let premises: Premises;
let tg: FakeTelegram;
let dc: FakeDiscord;
let env: Readonly<Record<string, string>>;
beforeEach(async () => {
  premises = new Premises();
  tg = await startFakeTelegram({ token: TOKEN });
  dc = await startFakeDiscord({ token: "discord.process-life-test" });
  env = {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: tg.apiRoot,
    DISCORD_BOT_TOKEN: dc.token,
    DISCORD_API_ROOT: `${dc.url}/api`,
    LOG_LEVEL: "trace",
    DEBUG: "*",
  };
});
afterEach(async () => {
  await premises.end();
  await tg.stop();
  await dc.stop();
  for (const { out, err } of premises.programs) expect(`${out}${err}`).not.toMatch(/Zitronenfalter|process-life-test/i);
  expect([...tg.violations, ...dc.violations]).toEqual([]);
});

async function start(): Promise<{ program: Program; url: string }> {
  const program = premises.start(env);
  await program.says(/"msg":"ready"/);
  return { program, url: await program.url() };
}

async function opened({ ana, ben, home }: OnTelegram): Promise<void> {
  await ana.taps(await home.waitForMessage(/Open the first card|one card a day/), /Open the first card/);
  const card = await home.waitForMessage((message) => message.labels.includes("Answer"));
  for (const who of [ana, ben]) {
    await who.taps(card, "Answer");
    await who.chat.waitForMessage(/next message is sealed/);
  }
}

const reveals = (home: FakeGroup) => home.fromBot.filter((message) => /You have both answered\./.test(message.text));

async function endsWell(program: Program): Promise<void> {
  const begun = performance.now();
  expect(await program.stop()).toEqual({ code: 0, signal: null });
  expect(performance.now() - begun).toBeLessThan(LONGEST_END);
}

test("both platforms at once; health, readiness and metrics answer", async () => {
  const { program, url } = await start();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  // Nobody uses it yet: that it runs, and no numbers.
  expect(metrics).toMatch(/^ampersand_up 1$/m);
  expect((await fetch(`${url}/`)).status).toBe(404);
  const eve = dc.user({ username: "eve" });
  dc.guild({ owner: eve });
  expect((await eve.runs("/help").reply).text).toContain("How it works");
  tg.user({ first_name: "Eve" }).start();
  await tg.settled();
  await endsWell(program);
});

test("one platform takes less than 150 MB, from the second start on", async () => {
  const { DISCORD_BOT_TOKEN: _, ...one } = env;
  // The first start after an upgrade still needs Node's compiler of types, and leaves what it made to the next.
  for (const _ of ["first", "second"]) {
    const program = premises.start(one);
    await program.says(/"msg":"ready"/);
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${program.pid}/status`, "utf8")) ?? [];
    await endsWell(program);
    if (premises.programs.length === 2) expect(Number(kilobytes) / 2 ** 10).toBeLessThan(150);
  }
});

test("a whole evening, restarted in its middle", async () => {
  const first = await start();
  const two = await onTelegram(tg);
  await opened(two);
  two.ana.sends(`The lake. ${MARKER}`);
  await two.ana.chat.waitForMessage(/^Sealed/);
  await endsWell(first.program);
  const second = await start();
  two.ben.sends(`The hills. ${MARKER}`);
  const reveal = await two.home.waitForMessage(/You have both answered\./);
  expect(reveal.text).toMatch(/The lake\.[\s\S]*The hills\./);
  const metrics = await (await fetch(`${second.url}/metrics`)).text();
  expect(metrics).not.toContain(MARKER);
  await endsWell(second.program);
  expect(reveals(two.home)).toHaveLength(1);
}, 60_000);

test("SIGTERM in the middle of traffic: an answer is either taken or comes again, and is shown once", async () => {
  let { program } = await start();
  const two = await onTelegram(tg);
  await opened(two);
  two.ana.sends(`The lake. ${MARKER}`);
  await two.ana.chat.waitForMessage(/^Sealed/);
  // Everybody writes at once; the end comes while all of it is on its way.
  const crowd = Array.from({ length: 40 }, (_, n) => tg.user({ first_name: `${MARKER} ${n}` }));
  for (const person of crowd) person.start();
  two.ben.sends(`The hills. ${MARKER}`);
  const arrived = tg.calls("sendMessage").length;
  await tg.waitFor(() => tg.calls("sendMessage").length > arrived + 2);
  await endsWell(program);
  ({ program } = await start());
  await two.home.waitForMessage(/You have both answered\./);
  for (const person of crowd) await person.chat.waitForMessage(/Hello, I’m Ampersand/);
  await endsWell(program);
  expect(reveals(two.home)).toHaveLength(1);
  expect(reveals(two.home)[0]?.text).toMatch(/The lake\.[\s\S]*The hills\./);
  for (const person of crowd) expect(person.chat.fromBot).toHaveLength(1);
}, 60_000);

/** Telegram serves, and readiness names what is not there. */
async function telegramServes(url: string, down: string): Promise<void> {
  const eve = tg.user({ first_name: "Eve" });
  eve.start();
  await eve.chat.waitForMessage(/Hello, I’m Ampersand/);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([503, `not ready: ${down}`]);
}

test("a token that is revoked while it runs ends it with a line", async () => {
  const { TELEGRAM_BOT_TOKEN: _, ...discordOnly } = env;
  const program = premises.start(discordOnly);
  await program.says(/"msg":"ready"/);
  dc.revokesToken();
  expect((await program.ended()).code).toBe(1);
  expect(program.err).toMatch(/DISCORD_BOT_TOKEN/);
});

test("a token that is revoked while both run takes its own platform only, and the second ends it", async () => {
  const { program, url } = await start();
  dc.revokesToken();
  await program.says(/DISCORD_BOT_TOKEN/);
  await program.says(/a platform is no longer served/);
  await telegramServes(url, "discord");
  tg.faults.always("getUpdates", { kind: "status", code: 401 });
  // Ends the poll that is held open.
  tg.user({ first_name: "Somebody" }).start();
  expect((await program.ended()).code).toBe(1);
  expect(program.err).toMatch(/TELEGRAM_BOT_TOKEN/);
});

test("a Discord that refuses the token at the start leaves Telegram serving", async () => {
  const program = premises.start({ ...env, DISCORD_BOT_TOKEN: "wrong" });
  await program.says(/"msg":"ready"/);
  expect(program.err).toMatch(/^Discord does not accept the bot token: check DISCORD_BOT_TOKEN\.$/m);
  await telegramServes(await program.url(), "discord");
  await endsWell(program);
});

test("a Discord whose gateway answers with an HTTP status leaves Telegram serving, and is served when it lets in", async () => {
  dc.gateway.faults.next({ kind: "status", status: 503 }, 3);
  const program = premises.start(env);
  const url = await program.url();
  await program.says(/"platform":"telegram".*"msg":"a platform is served"|a platform is served.*telegram/);
  await telegramServes(url, "discord");
  await program.says(/"msg":"ready"/);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  await endsWell(program);
}, 30_000);

test("a Telegram that cannot be reached, or refuses the token, leaves Discord serving", async () => {
  tg.faults.always("getMe", { kind: "status", code: 502 });
  const program = premises.start(env);
  await program.says(/"platform":"discord".*"msg":"a platform is served"|a platform is served.*discord/);
  const eve = dc.user({ username: "eve" });
  dc.guild({ owner: eve });
  expect((await eve.runs("/help").reply).text).toContain("How it works");
  const ready = await fetch(`${await program.url()}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([503, "not ready: telegram"]);
  tg.faults.clear();
  tg.faults.always("getMe", { kind: "status", code: 401 });
  await program.says(/^Telegram refused the bot token: check TELEGRAM_BOT_TOKEN$/m);
  expect((await eve.runs("/help").reply).text).toContain("How it works");
  await endsWell(program);
});

test("two refused tokens end it, each with its line", async () => {
  tg.faults.always("getMe", { kind: "status", code: 401 });
  const program = premises.start({ ...env, DISCORD_BOT_TOKEN: "wrong" });
  expect((await program.ended()).code).toBe(1);
  expect(program.err).toMatch(/^Telegram refused the bot token/m);
  expect(program.err).toMatch(/^Discord does not accept the bot token/m);
});

test("SIGINT ends it as well", async () => {
  const { program } = await start();
  program.signal("SIGINT");
  expect(await program.ended()).toEqual({ code: 0, signal: null });
});

test("SIGTERM while it still tries to reach a platform ends it well", async () => {
  tg.faults.always("getMe", { kind: "status", code: 502 });
  const program = premises.start(env);
  await program.says(/telegram start waits/);
  await endsWell(program);
});
