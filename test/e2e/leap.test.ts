/** The clock of the real program leaps, as after a host that slept: nobody waits, and what came due is done once. */
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FakeDiscord, startFakeDiscord } from "../fakes/discord/index.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";
import { onTelegram } from "./marked.ts";
import { Premises } from "./program.ts";

const TOKEN = "4242:leap-test";
const HOURS = 3_600_000;
/** Discord waits this long for an answer to an interaction. */
const PATIENCE = { timeoutMs: 3_000 };
const PRELOAD = join(import.meta.dirname, "leaping-clock.ts");

let premises: Premises;
let tg: FakeTelegram;
let dc: FakeDiscord;
beforeEach(async () => {
  premises = new Premises();
  tg = await startFakeTelegram({ token: TOKEN });
  dc = await startFakeDiscord({ token: "discord.leap-test" });
});
afterEach(async () => {
  await premises.end();
  await tg.stop();
  await dc.stop();
});

function dailyCards(): number {
  const open = new SqliteDatabase(join(premises.folder, "var", "ampersand.db"), { readonly: true });
  try {
    return open.prepare("select count(*) from rounds where kind = 'heart'").pluck().get() as number;
  } finally {
    open.close();
  }
}

test.each([72, -8])(
  "a clock that leaps by %i hours: both platforms are answered at once",
  { timeout: 60_000 },
  async (hours) => {
    const program = premises.start({
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: tg.apiRoot,
      DISCORD_BOT_TOKEN: dc.token,
      DISCORD_API_ROOT: `${dc.url}/api`,
      LOG_LEVEL: "info",
      NODE_OPTIONS: `--import=${PRELOAD}`,
      LEAP_MS: String(hours * HOURS),
    });
    await program.says(/"msg":"ready"/);
    const { ana } = await onTelegram(tg);
    const eve = dc.user({ username: "eve", global_name: "Eve" });
    const place = dc.guild({ owner: eve }).channel({ privateTo: [eve] });
    program.signal("SIGUSR2");
    ana.sends("/help");
    const reply = eve.runs("/help", {}, place).reply;
    await ana.chat.waitForMessage(/\/checkin/, PATIENCE);
    await expect(reply).resolves.toBeDefined();
    if (hours > 0) await expect.poll(dailyCards, { timeout: 10_000 }).toBe(1);
    // What has been answered since came after all that was due.
    ana.sends("/privacy");
    await ana.chat.waitForMessage(/What I keep/, PATIENCE);
    expect(dailyCards()).toBe(hours > 0 ? 1 : 0);
  },
);
