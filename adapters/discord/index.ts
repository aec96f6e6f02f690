/** The Discord adapter: puts its parts together and is the only thing other folders see. */
import {
  type APIInteraction,
  type APIMessage,
  type Client,
  GatewayDispatchEvents,
  type GatewayMessageUpdateDispatchData,
  Routes,
  Status,
} from "discord.js";
import type {
  Audience,
  ChatAdapter,
  CommandSpec,
  Delivery,
  DeliveryResult,
  Handle,
  Inbound,
  Reply,
  Retry,
} from "../../src/ports/chat.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Log } from "../../src/ports/log.ts";
import { type Api, createApi } from "./api.ts";
import { type AudienceReader, createAudience } from "./audience.ts";
import { connect, createClient, listenForTrouble, persist, untilReachable } from "./client.ts";
import { renderCommands } from "./commands.ts";
import { PlatformRefused } from "./errors.ts";
import { PLATFORM, readEdit, readMessage } from "./inbound.ts";
import { Intake } from "./intake.ts";
import { type Desk, PATIENCE, type Patience, takeInteraction } from "./interactions.ts";
import { CAPABILITIES, PACE } from "./limits.ts";
import { Interactions } from "./live.ts";
import { Outbound } from "./outbound.ts";
import { watchPlaces } from "./places.ts";
import { fetchFile } from "./received.ts";
import { Recent } from "./recent.ts";
import { type DiscordTexts, ENGLISH } from "./texts.ts";
import { Alarms, Turns } from "./turns.ts";

export { PlatformRefused } from "./errors.ts";

export interface DiscordOptions {
  readonly token: string;
  /** The address of the REST API without its version. Default: Discord's own. */
  readonly apiRoot?: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Called once, with one line for the operator, when Discord will never again let the bot in. */
  readonly onFatal: (line: string) => void;
  /** The adapter's own few lines in a BCP 47 language. Default: English. */
  readonly texts?: (language: string | undefined) => DiscordTexts;
  readonly patience?: Partial<Patience>;
}

const REMEMBERED_CHANNELS = 5_000;
const TOKEN_LOST = "Discord no longer accepts the bot token: check DISCORD_BOT_TOKEN.";
const STOPPED = "The Discord adapter was stopped.";
const WHILE_STOPPED: DeliveryResult = { type: "retry", afterMs: 5_000, scope: "platform", heldBack: true };

/** Makes the adapter; nothing is connected before `start`. */
export function createDiscord(options: DiscordOptions): ChatAdapter {
  return new Discord(options);
}

class Discord implements ChatAdapter {
  readonly platform = PLATFORM;
  readonly capabilities = CAPABILITIES;
  readonly pace = PACE;
  readonly #options: DiscordOptions;
  readonly #client: Client;
  readonly #api: Api;
  readonly #outbound: Outbound;
  readonly #reader: AudienceReader;
  readonly #intake: Intake;
  readonly #interactions = new Interactions();
  readonly #turns = new Turns();
  readonly #alarms = new Alarms();
  readonly #used = new Recent<true>(REMEMBERED_CHANNELS);
  readonly #handle = Promise.withResolvers<Handle>();
  readonly #refused = Promise.withResolvers<never>();
  #state: "new" | "starting" | "running" | "refused" | "stopped" = "new";

  constructor(options: DiscordOptions) {
    this.#options = options;
    this.#client = createClient(options.apiRoot);
    this.#api = createApi(this.#client.rest, options.token, () => this.#onRefused(TOKEN_LOST));
    this.#reader = createAudience(this.#api, () => this.#client.application?.id ?? "");
    const parts = { turns: this.#turns, alarms: this.#alarms, log: options.log };
    this.#intake = new Intake({ ...parts, handle: (event) => this.#gated(event) });
    this.#outbound = new Outbound({
      api: this.#api,
      now: () => options.clock.now(),
      interactions: this.#interactions,
      onClosed: (userId) => this.#intake.isClosed(userId),
    });
    // Nobody need be waiting for either when it fails.
    this.#handle.promise.catch(() => undefined);
    this.#refused.promise.catch(() => undefined);
  }

  async start(handle: Handle, commands: readonly CommandSpec[]): Promise<void> {
    if (this.#state !== "new") throw new Error("The Discord adapter was started twice.");
    this.#state = "starting";
    try {
      await this.#open(commands);
      this.#state = "running";
      this.#handle.resolve(handle);
    } catch (error) {
      this.#handle.reject(error);
      await this.stop();
      throw error;
    }
  }

  async #open(commands: readonly CommandSpec[]): Promise<void> {
    const { log, token } = this.#options;
    listenForTrouble(this.#client, log, (line) => this.#onRefused(line));
    this.#listen(commands);
    this.#client.rest.setToken(token);
    await untilReachable(this.#api, log, this.#alarms);
    this.#assertGoesOn();
    await connect(this.#client, token, this.#refused.promise);
    const route = Routes.applicationCommands(this.#client.application?.id ?? "");
    await persist(() => this.#api("PUT", route, { body: renderCommands(commands) }), log, this.#alarms);
    this.#assertGoesOn();
  }

  #assertGoesOn(): void {
    if (this.#alarms.isStopped) throw new PlatformRefused(STOPPED);
  }

  /** Events that come while the commands are being registered wait for that, acknowledged all the same. */
  async #gated(event: Inbound): Promise<Reply> {
    const handle = await this.#handle.promise;
    return handle(event);
  }

  async stop(): Promise<void> {
    if (this.#state === "stopped") return;
    this.#state = "stopped";
    this.#refused.reject(new PlatformRefused(STOPPED));
    this.#alarms.stop();
    await this.#intake.idle();
    await this.#client.destroy();
    this.#client.removeAllListeners();
  }

  async deliver(delivery: Delivery, onPart: (index: number, ref: string) => Promise<void>): Promise<DeliveryResult> {
    if (this.#state !== "running") return WHILE_STOPPED;
    if (delivery.to.kind === "shared") this.#used.set(delivery.to.chatId, true);
    return this.#outbound.deliver(delivery, onPart);
  }

  audience(chatId: string, two: readonly string[]): Promise<Audience | Retry> {
    return this.#reader.audience(chatId, two);
  }

  isMember(chatId: string, userId: string): Promise<boolean | null> {
    return this.#reader.isMember(chatId, userId);
  }

  inspect(chatId: string): Promise<"ok" | "unknown"> {
    return this.#reader.inspect(chatId);
  }

  fetch(file: string): ReturnType<ChatAdapter["fetch"]> {
    return fetchFile(file, (ms) => this.#alarms.pause(ms));
  }

  /** Discord has no links that carry an action. */
  link(): null {
    return null;
  }

  healthy(): boolean {
    const { shards } = this.#client.ws;
    return this.#state === "running" && shards.size > 0 && shards.every((shard) => shard.status === Status.Ready);
  }

  #desk(commands: readonly CommandSpec[]): Desk {
    const { log, clock, patience, texts } = this.#options;
    return {
      api: this.#api,
      log,
      now: () => clock.now(),
      interactions: this.#interactions,
      turns: this.#turns,
      alarms: this.#alarms,
      patience: { ...PATIENCE, ...patience },
      texts: texts ?? (() => ENGLISH),
      handle: (event) => this.#gated(event),
      commands,
      onFrom: ({ event, origin }) => {
        if (event.chat.kind === "shared") this.#used.set(origin.channel, true);
        this.#intake.heardFrom(event.from.userId, event.eventId);
      },
    };
  }

  #listen(commands: readonly CommandSpec[]): void {
    const { ws } = this.#client;
    const intake = this.#intake;
    const desk = this.#desk(commands);
    ws.on(GatewayDispatchEvents.InteractionCreate, (packet: APIInteraction) =>
      intake.hold(() => takeInteraction(desk, packet)),
    );
    ws.on(GatewayDispatchEvents.MessageCreate, (packet: APIMessage & { guild_id?: string }) =>
      intake.take(readMessage(packet)),
    );
    ws.on(GatewayDispatchEvents.MessageUpdate, (packet: GatewayMessageUpdateDispatchData) =>
      intake.take(readEdit(packet)),
    );
    const { clock } = this.#options;
    const emit = (event: Inbound) => intake.take(event);
    watchPlaces(this.#client, { emit, now: () => clock.now(), used: this.#used, alarms: this.#alarms });
  }

  /** While starting, the start fails; later it is the end of the process. */
  #onRefused(line: string): void {
    const isRunning = this.#state === "running";
    if (isRunning) this.#state = "refused";
    this.#refused.reject(new PlatformRefused(line));
    if (isRunning) this.#options.onFatal(line);
  }
}
