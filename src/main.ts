/** The composition root: reads the configuration, wires everything, and nothing else does. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type * as Playground from "../adapters/playground/index.ts";
import { startOver } from "./application/pairing/leave.ts";
import { ConfigError, parseConfig } from "./config.ts";
import { loadContent } from "./content/load.ts";
import { loadMessages } from "./content/messages.ts";
import { createInstance, type Instance, openDatabase, type Shared } from "./instance.ts";
import { createLog } from "./log.ts";
import type { ChatAdapter } from "./ports/chat.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import { Crowd, quietLog } from "./quiet-log.ts";
import { openTranscript } from "./store/index.ts";
import { startWeb, type Web } from "./web/server.ts";

/** SIGTERM ends within ten seconds: whatever hangs is cut off a little before. */
const LONGEST_END = 9_000;

const systemClock: Clock = { now: () => Date.now() };

/** A platform's library is most of what this program holds in memory: only what is used is loaded. */
const platforms = {
  telegram: () => import("../adapters/telegram/index.ts"),
  discord: () => import("../adapters/discord/index.ts"),
  playground: () => import("../adapters/playground/index.ts"),
};

/** Which platforms are lost: one that is ends no other, and the last one ends the process. */
class Losses {
  readonly #lost = new Set<string>();
  readonly #log: Log;
  readonly #platforms: number;
  readonly #end: (code: number) => Promise<void>;

  constructor({ config, log }: Shared, end: (code: number) => Promise<void>) {
    this.#log = log;
    this.#platforms = [config.telegram, config.discord].filter((one) => one !== null).length;
    this.#end = end;
  }

  /** `line` says to an operator what to do. */
  readonly tell = (platform: string, line: string): void => {
    if (ending || this.#lost.has(platform)) return;
    this.#lost.add(platform);
    process.stderr.write(`${line}\n`);
    if (this.#lost.size === this.#platforms) return void this.#end(1);
    this.#log.error("a platform is no longer served", { platform, count: this.#platforms - this.#lost.size });
  };
}

/** The bot for the platforms that have a token; null when none has. */
async function openBot(shared: Shared, losses: Losses): Promise<Instance | null> {
  const { config, log } = shared;
  const { telegram, discord } = config;
  if (!telegram && !discord) return null;
  const adapters: ChatAdapter[] = [];
  const own = (platform: string) => ({
    ...{ log, clock: systemClock },
    onFatal: (line: string) => losses.tell(platform, line),
  });
  const root = (apiRoot: string | null) => (apiRoot === null ? {} : { apiRoot });
  if (telegram) {
    const { createTelegram } = await platforms.telegram();
    adapters.push(createTelegram({ ...own("telegram"), token: telegram.token, ...root(telegram.apiRoot) }));
  }
  if (discord) {
    const { createDiscord } = await platforms.discord();
    adapters.push(createDiscord({ ...own("discord"), token: discord.token, ...root(discord.apiRoot) }));
  }
  const store = await openDatabase(config, config.database, systemClock, log);
  const onLost = (platform: string, error: unknown) => losses.tell(platform, explain(error));
  return createInstance(shared, { store, clock: systemClock, adapters, allowed: config.allowed, onLost });
}

type PlaygroundInstance = Instance & { readonly adapter: Playground.PlaygroundAdapter };

/** The playground, for want of a token or because it was asked for; null otherwise. */
async function openPlayground(shared: Shared): Promise<PlaygroundInstance | null> {
  const { config } = shared;
  const hasRealToken = config.telegram !== null || config.discord !== null;
  if (hasRealToken && !config.playground) return null;
  const playground = await platforms.playground();
  const refusal = playground.assertPlaygroundAllowed({ host: config.host, hasRealToken, asked: config.playground });
  if (refusal) throw new ConfigError(refusal);
  return createPlayground(shared, playground);
}

/** On a database of its own beside the real one; its clock can be moved. */
async function createPlayground(shared: Shared, playground: typeof Playground): Promise<PlaygroundInstance> {
  const { config, log } = shared;
  let clock: Clock = systemClock;
  const store = await openDatabase(
    config,
    join(dirname(config.database), "playground.db"),
    { now: () => clock.now() },
    log,
  );
  const transcript = openTranscript(store);
  const shiftable = await playground.loadShiftableClock(transcript);
  clock = shiftable;
  let settle = async () => {};
  const { HOME, PEOPLE } = playground;
  const adapter = playground.createPlayground({
    transcript,
    clock: shiftable,
    log,
    onClockMoved: () => settle(),
    nextDue: async () => (await store.transaction((tx) => tx.timers.next("ritual")))?.at ?? null,
    onReset: () => store.transaction((tx) => startOver(tx, PEOPLE, HOME, shiftable.now())),
  });
  const instance = createInstance(shared, { store, clock: shiftable, adapters: [adapter], allowed: null });
  settle = () => instance.core.settle();
  return { ...instance, adapter };
}

function serve(
  { config, log }: Shared,
  instances: readonly Instance[],
  playground: PlaygroundInstance | null,
): Promise<Web> {
  const [first] = instances;
  return startWeb({
    host: config.host,
    port: config.port,
    log,
    health: {
      live: () => true,
      down: async () =>
        instances.flatMap(({ adapters }) => adapters.filter((one) => !one.healthy()).map(({ platform }) => platform)),
    },
    metrics: async () => first?.metrics.text() ?? "",
    mounts: playground ? [playground.adapter.routes] : [],
  });
}

async function run(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = parseConfig(process.env);
  const crowd = new Crowd();
  const log = quietLog(createLog(config.logLevel), systemClock, crowd.isFew);
  const data = join(import.meta.dirname, "..", "data");
  const shared: Shared = { config, log, content: loadContent(data), translate: loadMessages(data).translate, crowd };
  const ends: (() => Promise<void>)[] = [];
  const end = once(async (code: number) => finish(ends, code));
  // From the very start: an end while it still connects is an orderly one too.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end(0));
  const bot = await openBot(shared, new Losses(shared, end));
  const playground = await openPlayground(shared);
  if (bot) crowd.watch(bot.store);
  else crowd.open();
  const instances = [bot, playground].filter((instance) => instance !== null);
  for (const { store } of instances) ends.unshift(() => store.close());
  const web = await serve(shared, instances, playground);
  ends.unshift(() => web.stop());
  for (const { core } of instances) ends.unshift(() => core.stop());
  await Promise.all(instances.map(({ core }) => core.start()));
  if (playground) process.stdout.write(`The playground is open: ${web.url}\n`);
  log.info("ready", { address: web.url, count: instances.length });
}

function once(work: (code: number) => Promise<void>): (code: number) => Promise<void> {
  let begun: Promise<void> | null = null;
  return (code) => {
    begun ??= work(code);
    return begun;
  };
}

/** The orderly end has begun; what fails on its way no longer matters. */
let ending = false;

/** Ends in order: nothing more is taken in, what is in hand is finished, the database is closed last. */
async function finish(ends: readonly (() => Promise<void>)[], code: number): Promise<void> {
  ending = true;
  setTimeout(() => process.exit(1), LONGEST_END).unref();
  let exit = code;
  for (const one of ends) {
    await one().catch(() => {
      exit = 1;
    });
  }
  process.exit(exit);
}

/** One clear line for what an operator can mend; anything else is a bug and keeps its stack. */
function explain(error: unknown): string {
  const known = error instanceof Error && error.name !== "Error" && error.name !== "TypeError";
  return known ? error.message : error instanceof Error ? (error.stack ?? error.message) : "an unknown failure";
}

/** Resolves when everything runs; what prevents that ends the process. */
export const started: Promise<void> = run().catch((error: unknown) => {
  if (ending) return;
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
