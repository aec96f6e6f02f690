/**
 * A fake Telegram that speaks the Bot API over HTTP and keeps the platform's state.
 *
 * Tests drive people (`user`, `group`) and assert what is in the chats; the bot under test is a
 * real client with `apiRoot` pointing here. Refusals and limits come from the platform's documents.
 */
import type { TelegramUpdate, TelegramUser } from "@gramio/types";
import { Faults } from "./faults.ts";
import { FakeGroup, type GroupOptions } from "./group.ts";
import { BotProfile, botMethods } from "./methods/bot.ts";
import { chatMethods } from "./methods/chats.ts";
import { mediaMethods } from "./methods/media.ts";
import { messageMethods } from "./methods/messages.ts";
import { FakePerson } from "./person.ts";
import { RateLimits } from "./rates.ts";
import { ApiServer, type LoggedRequest } from "./server.ts";
import type { UpdateKind } from "./updates.ts";
import type { WaitOptions } from "./watch.ts";
import { type Account, type Chat, type FakeClock, World } from "./world.ts";

export type { Fault, Gate } from "./faults.ts";
export type { GroupOptions } from "./group.ts";
export { FakeGroup } from "./group.ts";
export { FakeMessage } from "./message.ts";
export type { SendOptions } from "./person.ts";
export { FakePerson } from "./person.ts";
export type { LoggedRequest } from "./server.ts";
export type { TapOptions, TapResult } from "./tap.ts";
export type { ChatView, MessagePredicate, MessageWait } from "./view.ts";
export type { WaitOptions } from "./watch.ts";
export type { FakeClock } from "./world.ts";

/** How the fake is started. */
export interface FakeTelegramOptions {
  /** `<bot id>:<secret>`, as BotFather gives it. */
  token: string;
  /** Default: the machine's clock. */
  clock?: FakeClock;
  /** The bot's username. Default `ampersand_bot`. */
  username?: string;
  /** Path before `/bot<token>/`, e.g. `api/v1`. Default none. */
  pathPrefix?: string;
  /** Default 0: a free port. */
  port?: number;
  /** Milliseconds after a tap in which it can be answered. Default 15 000. */
  queryLifetimeMs?: number;
  /** Whether the published rates are enforced. Default false; `limits.enabled` changes it later. */
  rateLimits?: boolean;
  /** BotFather's privacy mode. Default true: in groups the bot sees only what is meant for it. */
  privacyMode?: boolean;
}

/** Who a person is. */
export interface UserOptions {
  id?: number;
  first_name: string;
  is_bot?: boolean;
  last_name?: string;
  username?: string;
  language_code?: string;
}

const QUERY_LIFETIME_MS = 15_000;

function botUser(options: FakeTelegramOptions): TelegramUser {
  const id = Number(options.token.split(":")[0]);
  if (!Number.isSafeInteger(id)) throw new Error("A token begins with the bot's numeric id and a colon");
  return {
    id,
    is_bot: true,
    first_name: "Ampersand",
    username: options.username ?? "ampersand_bot",
  };
}

/** The running fake: people on one side, the HTTP API on the other. */
export class FakeTelegram {
  readonly token: string;
  readonly bot: TelegramUser;
  /** Faults to switch on and off. */
  readonly faults = new Faults();
  /** The published rates; `limits.enabled = true` enforces them. */
  readonly limits = new RateLimits();
  /** What the bot's owner has set: commands, name, descriptions, webhook. */
  readonly profile = new BotProfile();
  /** Everything the bot has asked for, in order. */
  readonly requests: LoggedRequest[] = [];
  /** Requests that differ from the published API. Tests assert that it stays empty. */
  readonly violations: string[] = [];
  readonly #world: World;
  readonly #server: ApiServer;
  readonly #prefix: string;
  readonly #onRequest = new Set<(request: LoggedRequest) => void>();
  #port = 0;

  constructor(options: FakeTelegramOptions) {
    this.token = options.token;
    this.bot = botUser(options);
    this.limits.enabled = options.rateLimits ?? false;
    this.profile.texts.set("name:", this.bot.first_name);
    this.#prefix = (options.pathPrefix ?? "").replace(/^\/+|\/+$/g, "");
    this.#world = new World(options.clock ?? { now: () => Date.now() }, this.bot);
    this.#world.privacyMode = options.privacyMode ?? true;
    this.#server = new ApiServer({
      world: this.#world,
      token: this.token,
      prefix: this.#prefix,
      profile: this.profile,
      handlers: { ...messageMethods, ...mediaMethods, ...chatMethods, ...botMethods(this.profile) },
      faults: this.faults,
      rates: this.limits,
      queryLifetimeMs: options.queryLifetimeMs ?? QUERY_LIFETIME_MS,
      requests: this.requests,
      violations: this.violations,
      onRequest: this.#onRequest,
    });
  }

  /** What to give the client as `apiRoot`; ends with a slash. */
  get apiRoot(): string {
    return `http://127.0.0.1:${this.#port}/${this.#prefix === "" ? "" : `${this.#prefix}/`}`;
  }

  /** Starts listening. */
  async listen(port = 0): Promise<void> {
    this.#port = await this.#server.listen(port);
  }

  /** Ends everything: connections, timers, waits. */
  async stop(): Promise<void> {
    await this.#server.stop();
  }

  /** A new person, unknown to the bot. */
  user(options: UserOptions): FakePerson {
    const { id = 5_000_000 + this.#world.serial(), ...rest } = options;
    if (this.#world.accounts.has(id)) throw new Error(`There is a user ${id} already`);
    const { language_code: _, ...name } = rest;
    const chat: Chat = { wire: { id, type: "private", ...name }, messages: [], members: new Map() };
    const user: TelegramUser = { id, is_bot: false, ...rest };
    const account: Account = { user, chat, met: false, started: false, blocked: false, deactivated: false };
    this.#world.chats.set(id, chat);
    this.#world.accounts.set(id, account);
    return new FakePerson(this.#world, account);
  }

  /** A new group of these people, without the bot. */
  group(options: GroupOptions): FakeGroup {
    return new FakeGroup(this.#world, options);
  }

  /** Waits for a state of the fake: `probe` is called after every change until it returns something truthy. */
  waitFor<T>(probe: () => T, options?: WaitOptions): Promise<NonNullable<T>> {
    return this.#world.watch.for(probe, options);
  }

  /** Waits until the bot has confirmed every update and polls again. */
  async settled(options: WaitOptions = {}): Promise<void> {
    const { updates } = this.#world;
    const what = options.what ?? "the bot to confirm all updates";
    await this.waitFor(() => updates.pendingCount === 0 && updates.polled, { ...options, what });
  }

  /** Every update made so far, confirmed or not. */
  get updates(): readonly TelegramUpdate[] {
    return this.#world.updates.history;
  }

  /** Delivers an update a second time, though it was confirmed. */
  redeliver(updateId: number): void {
    this.#world.updates.redeliver(updateId);
  }

  /**
   * Queues an update that no client of ours would make, as it is. Its id; a callback query in it can be
   * answered like any other.
   */
  forges(kind: UpdateKind, payload: unknown): number {
    const id = (payload as { id?: unknown } | null)?.id;
    if (kind === "callback_query" && typeof id === "string")
      this.#world.queries.set(id, { at: this.#world.clock.now() });
    const update = this.#world.updates.push(kind, payload as never);
    if (update === undefined) throw new Error(`the bot does not ask for ${kind}`);
    return update;
  }

  /** Delivers what happens in `during` as one batch in another order; default: backwards. */
  async reorder(
    during: () => unknown,
    permute: (batch: TelegramUpdate[]) => TelegramUpdate[] = (batch) => batch.toReversed(),
  ): Promise<void> {
    this.#world.updates.hold();
    try {
      await during();
    } finally {
      this.#world.updates.release(permute);
    }
  }

  /** The requests of one method. */
  calls(method: string): LoggedRequest[] {
    return this.requests.filter((r) => r.method === method);
  }

  /** Calls `listener` at every request, before it is carried out. Returns what ends it. */
  onRequest(listener: (request: LoggedRequest) => void): () => void {
    this.#onRequest.add(listener);
    return () => this.#onRequest.delete(listener);
  }

  /** All chats in readable lines. */
  transcript(): string {
    return this.#world.transcript();
  }
}

/** Starts a fake Telegram on 127.0.0.1. */
export async function startFakeTelegram(options: FakeTelegramOptions): Promise<FakeTelegram> {
  const fake = new FakeTelegram(options);
  await fake.listen(options.port);
  return fake;
}
