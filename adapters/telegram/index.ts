/** Telegram as a `ChatAdapter`, on telegraf. */
import type { Capabilities, ChatAdapter, Handle } from "../../src/ports/chat.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Pace } from "../../src/ports/pace.ts";
import { PLATFORM } from "./account.ts";
import { Audiences } from "./audience.ts";
import { commandLists } from "./commands.ts";
import { Deliveries } from "./deliver.ts";
import { failureFields, PlatformRefused, Refused, TOKEN_REFUSED } from "./errors.ts";
import { fetchFile } from "./fetch.ts";
import { following, once } from "./following.ts";
import { ACTION, TIMING, type Timing } from "./limits.ts";
import { Poller } from "./poller.ts";
import { startLink } from "./render.ts";
import { done, type Me, me as meSchema } from "./schema.ts";
import { Strangers } from "./strangers.ts";
import { createTransport, fileAddress, type Transport } from "./transport.ts";
import { lanesOf, Updates } from "./updates.ts";
import { backoff, wait } from "./wait.ts";

export { PlatformRefused } from "./errors.ts";
export type { Timing } from "./limits.ts";

export interface TelegramOptions {
  /** As BotFather gives it. */
  readonly token: string;
  /** Another Bot API server, with or without a path and a slash at its end. */
  readonly apiRoot?: string;
  readonly log: Log;
  readonly clock: Clock;
  /** The connection has ended for good while running: one line for an operator. */
  readonly onFatal: (line: string) => void;
  /** Shorter waits for tests. */
  readonly timing?: Partial<Timing>;
}

const CAPABILITIES: Capabilities = {
  forms: false,
  answersByMessage: true,
  commandsAreRead: true,
  canDeleteTyped: true,
  toastsVanish: true,
  answersStayFor: null,
  welcomesWhenAdded: true,
};

/**
 * As the Bots FAQ states it: about 30 a second over all chats, one a second in a chat, with small
 * bursts that a run of several parts uses up, 20 a minute in a group.
 */
const PACE: Pace = {
  overall: { count: 30, perMs: 1000 },
  perChatMs: 1000,
  perShared: { count: 20, perMs: 60_000 },
};

/** Connects nothing yet. Throws `PlatformRefused` for a token that cannot be one. */
export function createTelegram(options: TelegramOptions): ChatAdapter {
  return new Telegram(options);
}

class Telegram implements ChatAdapter {
  readonly platform = PLATFORM;
  readonly capabilities = CAPABILITIES;
  readonly pace = PACE;
  readonly #options: TelegramOptions;
  readonly #timing: Timing;
  readonly #transport: Transport;
  readonly #deliveries: Deliveries;
  readonly #strangers = new Strangers();
  readonly #audiences: Audiences;
  readonly #stopping = new AbortController();
  /** Registering commands again after a failure. */
  #background: Promise<void> = Promise.resolve();
  #starting: Promise<void> = Promise.resolve();
  #running: Promise<void> = Promise.resolve();
  #me: Me | null = null;
  #handle: Handle | null = null;
  #updates: Updates | null = null;
  #poller: Poller | null = null;

  constructor(options: TelegramOptions) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#transport = createTransport({
      token: options.token,
      apiRoot: options.apiRoot ?? "",
      onUpdate: async (update) => this.#updates?.handle(update),
    });
    const parts = { transport: this.#transport, timing: this.#timing, username: () => this.#me?.username ?? "" };
    this.#deliveries = new Deliveries(parts);
    const onMoved = once((from, to) => this.#tellMoved(from, to));
    this.#audiences = new Audiences(following(this.#transport, onMoved), this.#timing, this.#strangers);
  }

  /** Rejects with `PlatformRefused` for a refused token. While the network is down it keeps trying until `stop`. */
  start(handle: Handle, commands: readonly CommandSpec[]): Promise<void> {
    const starting = this.#start(handle, commands);
    this.#starting = starting.catch(() => {});
    return starting;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#starting;
    await this.#running;
    await this.#poller?.finish();
    await this.#updates?.settled();
    await this.#background;
    await this.#transport.close();
  }

  async deliver(...args: Parameters<ChatAdapter["deliver"]>): ReturnType<ChatAdapter["deliver"]> {
    return this.#deliveries.deliver(...args);
  }

  audience(chatId: string, two: readonly string[]): ReturnType<ChatAdapter["audience"]> {
    return this.#audiences.audience(chatId, two);
  }

  isMember(chatId: string, userId: string): Promise<boolean | null> {
    return this.#audiences.isMember(chatId, userId);
  }

  inspect(chatId: string): ReturnType<ChatAdapter["inspect"]> {
    return this.#audiences.inspect(chatId, this.#me?.id);
  }

  posting(chatId: string): ReturnType<ChatAdapter["posting"]> {
    return this.#audiences.posting(chatId, this.#me?.id);
  }

  fetch(file: string): ReturnType<ChatAdapter["fetch"]> {
    const { token, apiRoot = "" } = this.#options;
    const [transport, timing, stopping] = [this.#transport, this.#timing, this.#stopping.signal];
    const addressOf = (path: string) => fileAddress(token, apiRoot, path);
    return fetchFile({ transport, timing, addressOf, stopping }, file);
  }

  link(action: string): string | null {
    return this.#me && ACTION.test(action) ? startLink(this.#me.username, action) : null;
  }

  healthy(): boolean {
    return this.#poller?.healthy ?? false;
  }

  /** What only a refusal tells. Where it cannot be stored now, the next refusal tells it again. */
  async #tellMoved(fromChatId: string, toChatId: string): Promise<void> {
    const eventId = `migrated:${fromChatId}:${toChatId}`;
    await this.#handle?.({ type: "migrated", eventId, platform: PLATFORM, fromChatId, toChatId }).catch(() => {});
  }

  async #start(handle: Handle, commands: readonly CommandSpec[]): Promise<void> {
    const { log, clock, onFatal } = this.#options;
    const [timing, transport, stopping] = [this.#timing, this.#transport, this.#stopping.signal];
    const me = await this.#insist("getMe", {}, meSchema);
    // Updates that wait are kept: they may be answers.
    await this.#insist("deleteWebhook", { drop_pending_updates: false }, done);
    await this.#register(commands);
    if (!me || stopping.aborted) return;
    this.#me = me;
    this.#handle = handle;
    transport.introduce(me);
    const noted: Handle = (event) => {
      this.#strangers.note(event);
      return handle(event);
    };
    const updates = new Updates({ handle: noted, me, timing, log, stopping }, transport);
    this.#updates = updates;
    const handleOne = (update: Parameters<Transport["feed"]>[0]) => transport.feed(update);
    const parts = { transport, timing, clock, log, onFatal, lanes: lanesOf, handle: handleOne, stopping };
    this.#poller = new Poller(parts);
    this.#running = this.#poller.run();
  }

  /** Repeats a call until it is answered; null when stopped before. Throws `PlatformRefused`. */
  async #insist<S extends Parameters<Transport["call"]>[2]["schema"]>(
    method: string,
    params: Readonly<Record<string, unknown>>,
    schema: S,
  ): Promise<ReturnType<S["parse"]> | null> {
    const { signal } = this.#stopping;
    const [timing, { log }] = [this.#timing, this.#options];
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        const options = { schema, timeoutMs: timing.callMs, signal };
        return (await this.#transport.call(method, params, options)) as ReturnType<S["parse"]>;
      } catch (error) {
        if (error instanceof Refused && error.isToken) throw new PlatformRefused(TOKEN_REFUSED);
        if (signal.aborted) break;
        log.warn("telegram start waits", { method, attempt, ...failureFields(error) });
        const asked = error instanceof Refused ? (error.retryAfterMs ?? 0) : 0;
        await wait(Math.max(asked, backoff(attempt, timing.backoffFirstMs, timing.backoffMaxMs)), signal);
      }
    }
    return null;
  }

  /** Tries each list once; what fails is tried again beside the running bot, which works without it. */
  async #register(specs: readonly CommandSpec[]): Promise<void> {
    const failed: Readonly<Record<string, unknown>>[] = [];
    for (const list of commandLists(specs)) {
      if (this.#stopping.signal.aborted) return;
      const options = { schema: done, timeoutMs: this.#timing.callMs, signal: this.#stopping.signal };
      try {
        await this.#transport.call("setMyCommands", { ...list }, options);
      } catch (error) {
        this.#options.log.warn("telegram commands not registered", failureFields(error));
        // A list that is refused as such would be refused again.
        if (!(error instanceof Refused && error.code === 400)) failed.push({ ...list });
      }
    }
    this.#background = this.#registerAgain(failed).catch(() => {});
  }

  async #registerAgain(lists: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    for (const list of lists) await this.#insist("setMyCommands", list, done);
  }
}
