/** The whole program but for `main.ts`: real telegraf and discord.js over the fake servers, on a real database. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiscord } from "../../adapters/discord/index.ts";
import { createPlayground, type PlaygroundAdapter } from "../../adapters/playground/index.ts";
import { createTelegram } from "../../adapters/telegram/index.ts";
import { assemble, type Core } from "../../src/assemble.ts";
import { type Content, loadContent } from "../../src/content/load.ts";
import { loadMessages, type Messages } from "../../src/content/messages.ts";
import type { ChatAdapter, Reply } from "../../src/ports/chat.ts";
import type { Log } from "../../src/ports/log.ts";
import { openSqlite, type SqliteStore, systemRandom } from "../../src/store/index.ts";
import { loadMasterKey, openVault } from "../../src/vault/index.ts";
import { memoryTranscript } from "../e2e/fakes.ts";
import { type FakeDiscord, startFakeDiscord } from "../fakes/discord/index.ts";
import { type FakeTelegram, startFakeTelegram } from "../fakes/telegram/index.ts";
import { Heard } from "./heard.ts";

const ownContent = loadContent("data");
const ownMessages = loadMessages("data");

/** A Wednesday noon in Berlin. */
const NOON = "2026-03-11T11:00:00Z";
/** Wide enough that nothing waits: the platforms' own pace is other tests' business. */
const WIDE = {
  overall: { count: 1000, perMs: 1000 },
  perChatMs: 0,
  perShared: { count: 1000, perMs: 1000 },
};

export interface WireOptions {
  readonly platforms?: readonly ("telegram" | "discord" | "playground")[];
  /** ISO instant at which the story begins. */
  readonly at?: string;
  /** Send at the pace that the adapters ask for. */
  readonly paced?: boolean;
  /** Another folder of content than the project's own. */
  readonly data?: string;
}

export class Wire {
  readonly folder = mkdtempSync(join(tmpdir(), "ampersand-wire-"));
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly fatal: string[] = [];
  readonly heard = new Heard();
  readonly content: Content;
  readonly #messages: Messages;
  readonly #options: WireOptions;
  /** What stands on the playground's page. */
  readonly page = memoryTranscript();
  playground!: PlaygroundAdapter;
  offset: number;
  telegram!: FakeTelegram;
  discord!: FakeDiscord;
  store!: SqliteStore;
  core!: Core;
  readonly clock = { now: () => Date.now() + this.offset };

  constructor(options: WireOptions) {
    this.#options = options;
    const { data } = options;
    this.content = data === undefined ? ownContent : loadContent(data);
    this.#messages = data === undefined ? ownMessages : loadMessages(data);
    this.offset = Date.parse(options.at ?? NOON) - Date.now();
  }

  readonly log: Log = {
    debug: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    info: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    warn: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    error: (event, fields) => {
      this.lines.push(JSON.stringify([event, fields]));
      this.errors.push(JSON.stringify([event, fields]));
    },
  };

  /** A message of the locale files, as the bot says it. */
  t(key: string, params: Readonly<Record<string, string | number>> = {}): string {
    return this.#messages.translate("en", key, params);
  }

  async begin(): Promise<void> {
    this.telegram = await startFakeTelegram({ token: "4242:wire-test-token", clock: this.clock });
    this.discord = await startFakeDiscord({ now: () => this.clock.now() });
    await this.open();
  }

  #adapters(): ChatAdapter[] {
    const own = { log: this.log, clock: this.clock, onFatal: (line: string) => void this.fatal.push(line) };
    const { platforms = ["telegram", "discord"], paced = false } = this.#options;
    const make = {
      telegram: () => createTelegram({ ...own, token: this.telegram.token, apiRoot: this.telegram.apiRoot }),
      discord: () => createDiscord({ ...own, token: this.discord.token, apiRoot: `${this.discord.url}/api` }),
      playground: () => this.#playground(),
    };
    const made: ChatAdapter[] = platforms.map((platform) => make[platform]());
    for (const adapter of made) {
      if (!paced) Object.defineProperty(adapter, "pace", { value: WIDE });
      this.heard.listen(adapter);
    }
    return made;
  }

  /** The clock is moved by the test, and nobody starts over. */
  #playground(): PlaygroundAdapter {
    const clock = { ...this.clock, offset: () => 0, shift: async () => {} };
    const never = { onClockMoved: async () => {}, onReset: async () => {}, nextDue: async () => null };
    this.playground = createPlayground({ transcript: this.page, clock, log: this.log, ...never });
    return this.playground;
  }

  async open(): Promise<void> {
    const file = join(this.folder, "test.db");
    const key = loadMasterKey({ env: {}, keyFile: join(this.folder, "key"), databaseExists: false });
    this.store = await openSqlite({ file, vault: openVault(key), clock: this.clock });
    this.core = assemble({
      store: this.store,
      clock: this.clock,
      random: systemRandom,
      content: this.content,
      translate: this.#messages.translate,
      log: this.log,
      adapters: this.#adapters(),
      allowed: null,
    });
    await this.core.start();
  }

  async close(): Promise<void> {
    await this.core.stop();
    await this.store.close();
  }

  /** Nothing that was only in memory is left. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  /** Everything that was done has had its effect, and what it led to is sent. */
  async calm(): Promise<void> {
    if (this.#options.platforms?.includes("telegram") !== false) await this.telegram.settled();
    const taken = [...this.page.entries.keys()].filter((id) => /^(added|said|tap|edit)-/.test(id));
    await Promise.all(taken.map((id) => this.heard.about(id)));
    await this.core.settle();
  }

  /** Waits until one event was handled and what it led to is sent. */
  async after(eventId: string): Promise<Reply> {
    const reply = await this.heard.about(eventId);
    await this.core.settle();
    return reply;
  }

  /** Moves the clock and does what has become due. */
  async later(ms: number): Promise<void> {
    this.offset += ms;
    await this.core.settle();
  }

  async until(iso: string): Promise<void> {
    await this.later(Date.parse(iso) - this.clock.now());
  }

  /** What must hold at the end of every story, then the end. */
  async end(): Promise<readonly string[]> {
    const { dead } = await this.store.transaction((tx) => tx.outbox.counts());
    await this.close();
    const broken = this.discord.transcript().includes("BUG IN THE FAKE") ? ["the fake Discord broke"] : [];
    const complaints = [
      ...this.telegram.violations,
      ...this.discord.violations.map((each) => JSON.stringify(each)),
      ...this.errors,
      ...this.fatal,
      ...(dead > 0 ? [`${dead} rows were put aside`] : []),
      ...broken,
    ];
    await this.telegram.stop();
    await this.discord.stop();
    rmSync(this.folder, { recursive: true, force: true });
    return complaints;
  }
}

export async function openWire(options: WireOptions = {}): Promise<Wire> {
  const wire = new Wire(options);
  await wire.begin();
  return wire;
}
