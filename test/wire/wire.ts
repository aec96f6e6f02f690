/** The whole program but for `main.ts`: real telegraf and discord.js over the fake servers, on a real database. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiscord } from "../../adapters/discord/index.ts";
import { createTelegram } from "../../adapters/telegram/index.ts";
import { assemble, type Core } from "../../src/assemble.ts";
import { loadContent } from "../../src/content/load.ts";
import { loadMessages } from "../../src/content/messages.ts";
import type { Log } from "../../src/ports/log.ts";
import { openSqlite, type SqliteStore, systemRandom } from "../../src/store/index.ts";
import { loadMasterKey, openVault } from "../../src/vault/index.ts";
import { type FakeDiscord, startFakeDiscord } from "../fakes/discord/index.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";

const content = loadContent("data");
const messages = loadMessages("data");

export class Wire {
  readonly folder = mkdtempSync(join(tmpdir(), "ampersand-wire-"));
  readonly lines: string[] = [];
  readonly fatal: string[] = [];
  offset = 0;
  telegram!: FakeTelegram;
  discord!: FakeDiscord;
  store!: SqliteStore;
  core!: Core;
  readonly clock = { now: () => Date.now() + this.offset };

  readonly log: Log = {
    debug: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    info: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    warn: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    error: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
  };

  async open(): Promise<void> {
    const file = join(this.folder, "test.db");
    const key = loadMasterKey({ env: {}, keyFile: join(this.folder, "key"), databaseExists: false });
    this.store = await openSqlite({ file, vault: openVault(key), clock: this.clock });
    const own = { log: this.log, clock: this.clock, onFatal: (line: string) => void this.fatal.push(line) };
    const telegram = createTelegram({ ...own, token: this.telegram.token, apiRoot: this.telegram.apiRoot });
    const discord = createDiscord({ ...own, token: this.discord.token, apiRoot: `${this.discord.url}/api` });
    this.core = assemble({
      store: this.store,
      clock: this.clock,
      random: systemRandom,
      content,
      translate: messages.translate,
      log: this.log,
      adapters: [telegram, discord],
      allowed: null,
    });
    await this.core.start();
  }

  async close(): Promise<void> {
    await this.core.stop();
    await this.store.close();
  }

  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  async end(): Promise<void> {
    await this.close();
    await this.telegram.stop();
    await this.discord.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function openWire(): Promise<Wire> {
  const wire = new Wire();
  wire.telegram = await startFakeTelegram({ token: "4242:wire-test-token" });
  wire.discord = await startFakeDiscord();
  await wire.open();
  return wire;
}
