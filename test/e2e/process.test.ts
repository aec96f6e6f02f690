/** Starting: what is wrong is said in one clear line, and nothing is damaged by having tried. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFakeDiscord } from "../fakes/discord/index.ts";
import { startFakeTelegram } from "../fakes/telegram/index.ts";
import { Premises } from "./program.ts";

const TOKEN = "4242:process-test";
let premises: Premises;
let ends: (() => Promise<unknown>)[];
beforeEach(() => {
  premises = new Premises();
  ends = [];
});
afterEach(async () => {
  await premises.end();
  for (const end of ends) await end();
});

async function telegram() {
  const fake = await startFakeTelegram({ token: TOKEN });
  ends.push(() => fake.stop());
  return { fake, env: { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: fake.apiRoot } };
}

async function discord() {
  const fake = await startFakeDiscord({ token: "discord.process-test" });
  ends.push(() => fake.stop());
  return { fake, env: { DISCORD_BOT_TOKEN: fake.token, DISCORD_API_ROOT: `${fake.url}/api` } };
}

/** Starts, and expects it to end with exactly one line that says this. */
async function refuses(env: Readonly<Record<string, string>>, what: RegExp): Promise<void> {
  const program = premises.start({ LOG_LEVEL: "fatal", ...env });
  const { code } = await program.ended();
  expect(code).toBe(1);
  expect(program.out).toBe("");
  expect(program.err.trim().split("\n")).toHaveLength(1);
  expect(program.err).toMatch(what);
  expect(program.err).not.toMatch(/process-test|\n\s+at /);
}

const file = (name: string) => join(premises.folder, "var", name);
const hash = (name: string) =>
  createHash("sha256")
    .update(readFileSync(file(name)))
    .digest("hex");

/** A database that was in use, and ended well. */
async function used(env: Readonly<Record<string, string>>): Promise<void> {
  const program = premises.start(env);
  await program.url();
  expect(await program.stop()).toEqual({ code: 0, signal: null });
}

describe("a setting that cannot be", () => {
  test.each([
    ["a malformed Telegram token", { TELEGRAM_BOT_TOKEN: "no token" }, /TELEGRAM_BOT_TOKEN/],
    ["a malformed Discord token", { DISCORD_BOT_TOKEN: "no token" }, /DISCORD_BOT_TOKEN/],
    ["a port that is none", { HTTP_PORT: "http" }, /HTTP_PORT/],
    ["a port out of range", { HTTP_PORT: "70000" }, /HTTP_PORT/],
    ["a database that is no file", { DATABASE_URL: "postgres://x/y" }, /DATABASE_URL/],
    ["a key that is none", { AMPERSAND_MASTER_KEY: "c2hvcnQ=" }, /AMPERSAND_MASTER_KEY/],
    ["a playground off this machine", { HTTP_HOST: "0.0.0.0" }, /HTTP_HOST is 0\.0\.0\.0/],
    ["an allowed user of no platform", { AMPERSAND_ALLOWED_USERS: "ana" }, /AMPERSAND_ALLOWED_USERS/],
    ["a log level of no kind", { LOG_LEVEL: "loud" }, /LOG_LEVEL/],
  ])("%s", async (_, env, what) => {
    await refuses(env, what);
    expect(readdirSync(premises.folder)).toEqual([]);
  });

  test("a port that another program has", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    await refuses({ HTTP_PORT: String(port) }, new RegExp(`Port ${port} is used`));
  });
});

describe("a platform that refuses", () => {
  test("the Telegram token", async () => {
    const { env } = await telegram();
    await refuses({ ...env, TELEGRAM_BOT_TOKEN: "4242:another-process-test" }, /Telegram refused the bot token/);
  });

  test("the Discord token", async () => {
    const { env } = await discord();
    await refuses({ ...env, DISCORD_BOT_TOKEN: "another.process-test" }, /DISCORD_BOT_TOKEN/);
  });

  test("the Discord token, beside a Telegram that works: one line says so, and Telegram is served", async () => {
    const [tg, dc] = [await telegram(), await discord()];
    const program = premises.start({ ...tg.env, ...dc.env, DISCORD_BOT_TOKEN: "another.process-test" });
    await program.says(/DISCORD_BOT_TOKEN/);
    await program.says(/"platform":"telegram".*"msg":"a platform is served"/);
    await program.stop();
  });
});

describe("a database that is not to be touched", () => {
  test("its key is missing", async () => {
    const { env } = await telegram();
    await used(env);
    const before = hash("ampersand.db");
    rmSync(file("ampersand.key"));
    await refuses(env, /key/i);
    expect(hash("ampersand.db")).toBe(before);
    expect(existsSync(file("ampersand.key"))).toBe(false);
  });

  test("its key is another one", async () => {
    const { env } = await telegram();
    await used(env);
    const before = hash("ampersand.db");
    await refuses({ ...env, AMPERSAND_MASTER_KEY: Buffer.alloc(32, 7).toString("base64") }, /master key/);
    expect(hash("ampersand.db")).toBe(before);
    await used(env);
  });

  test("it is of a newer version", async () => {
    const { env } = await telegram();
    await used(env);
    const database = new SqliteDatabase(file("ampersand.db"));
    database.prepare("insert into kysely_migration (name, timestamp) values ('9999-later', 'x')").run();
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.close();
    const before = hash("ampersand.db");
    await refuses(env, /newer version/);
    expect(hash("ampersand.db")).toBe(before);
  });

  test("it is something else altogether", async () => {
    const { env } = await telegram();
    await used(env);
    writeFileSync(
      file("ampersand.db"),
      "This is a diary, not a database, and long enough to look like one. ".repeat(40),
    );
    const before = hash("ampersand.db");
    await refuses(env, /ampersand\.db/);
    expect(hash("ampersand.db")).toBe(before);
  });

  test("another process has it: that one goes on", async () => {
    const { env } = await telegram();
    const first = premises.start(env);
    const url = await first.url();
    await refuses(env, /in use by another process/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await first.stop()).toEqual({ code: 0, signal: null });
  });
});
