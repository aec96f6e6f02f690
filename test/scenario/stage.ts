/**
 * A stage for scenario tests: the real core on a real database, with a platform of the test's own.
 * Two people (or more) act; what each can see is asserted. The clock is the test's.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assemble, type Core } from "../../src/assemble.ts";
import { type Content, loadContent } from "../../src/content/load.ts";
import { loadMessages, type Messages } from "../../src/content/messages.ts";
import type { Audience, Capabilities } from "../../src/ports/chat.ts";
import type { Random } from "../../src/ports/clock.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Draw } from "../../src/ports/pictures.ts";
import type { Store } from "../../src/ports/store.ts";
import { openSqlite, type SqliteStore, systemRandom } from "../../src/store/index.ts";
import { loadMasterKey, openVault } from "../../src/vault/index.ts";
import { Actor } from "./actor.ts";
import { StagePlatform } from "./platform.ts";

const ownContent = loadContent("data");
const ownMessages = loadMessages("data");

export interface StageOptions {
  /** ISO instant; a Wednesday noon in Berlin by default. */
  readonly at?: string;
  readonly can?: Partial<Capabilities>;
  readonly allowed?: readonly string[];
  /** Ids from a seed, so that two runs can be compared. */
  readonly random?: Random;
  /** Plants a defect: what the core sees as its store. */
  readonly spoil?: (store: Store) => Store;
  /** Instead of drawing. */
  readonly draw?: Draw;
  /** Another folder of content than the project's own. */
  readonly data?: string;
}

export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), "ampersand-stage-"));
  readonly platforms = new Map<string, StagePlatform>();
  readonly lines: string[] = [];
  now: number;
  store!: SqliteStore;
  core!: Core;
  readonly #options: StageOptions;
  readonly content: Content;
  readonly #messages: Messages;

  constructor(options: StageOptions) {
    this.#options = options;
    this.content = options.data === undefined ? ownContent : loadContent(options.data);
    this.#messages = options.data === undefined ? ownMessages : loadMessages(options.data);
    this.now = Date.parse(options.at ?? "2026-03-11T11:00:00Z");
  }

  readonly log: Log = {
    debug: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    info: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    warn: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
    error: (event, fields) => void this.lines.push(JSON.stringify([event, fields])),
  };

  /** Opens (again, after `stop`) on the same database. */
  async open(): Promise<void> {
    const file = join(this.folder, "test.db");
    const key = loadMasterKey({ env: {}, keyFile: join(this.folder, "key"), databaseExists: false });
    const clock = { now: () => this.now };
    const { random } = this.#options;
    const seeded = random === undefined ? {} : { random };
    this.store = await openSqlite({ file, vault: openVault(key), clock, ...seeded });
    const { allowed, draw } = this.#options;
    this.core = assemble({
      store: this.#options.spoil?.(this.store) ?? this.store,
      clock,
      random: this.#options.random ?? systemRandom,
      content: this.content,
      translate: this.#messages.translate,
      log: this.log,
      adapters: [...this.platforms.values()],
      ...(draw === undefined ? {} : { draw }),
      allowed: allowed ? new Set(allowed) : null,
    });
    await this.core.start();
  }

  async close(): Promise<void> {
    await this.core.stop();
    await this.store.close();
  }

  /** As after a crash and a restart: nothing that was only in memory is left. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  async end(): Promise<void> {
    await this.close();
    this.remove();
  }

  /** Removes its files, once it is closed. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Moves the clock and does what has become due. */
  async later(ms: number): Promise<void> {
    this.now += ms;
    await this.core.settle();
  }

  async until(iso: string): Promise<void> {
    await this.later(Date.parse(iso) - this.now);
  }

  settle(): Promise<void> {
    return this.core.settle();
  }

  person(name: string, platform = "stage", language = "de"): Actor {
    const on = this.platforms.get(platform);
    if (!on) throw new Error(`no platform ${platform}`);
    return new Actor(this, on, name, language);
  }

  setAudience(audience: Audience, platform = "stage"): void {
    const on = this.platforms.get(platform);
    if (on) on.audienceNow = audience;
  }
}

/** A stage with one platform that takes answers as messages, and opens it. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const stage = new Stage(options);
  stage.platforms.set("stage", new StagePlatform("stage", options.can ?? {}));
  await stage.open();
  return stage;
}

/** A second platform beside the first, where answers come by form. */
export async function openStageOfTwo(options: StageOptions = {}): Promise<Stage> {
  const stage = new Stage(options);
  stage.platforms.set("stage", new StagePlatform("stage", {}));
  const forms = {
    forms: true,
    answersByMessage: false,
    commandsAreRead: false,
    canDeleteTyped: false,
    toastsVanish: false,
    answersStayFor: 13 * 60_000,
    welcomesWhenAdded: false,
  };
  stage.platforms.set("forms", new StagePlatform("forms", forms));
  await stage.open();
  return stage;
}
