/** The Discord adapter: puts its parts together and is the only thing other folders see. */
import { type Client, GatewayDispatchEvents, Routes } from "discord.js";
import type {
  Audience,
  ChatAdapter,
  Delivery,
  DeliveryResult,
  Handle,
  Inbound,
  Inspection,
  Reply,
  Retry,
} from "../../src/ports/chat.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import type { Log } from "../../src/ports/log.ts";
import { type Api, createApi } from "./api.ts";
import { type AudienceReader, createAudience } from "./audience.ts";
import { createRest } from "./client.ts";
import { renderCommands } from "./commands.ts";
import { Connection } from "./connection.ts";
import { PlatformRefused } from "./errors.ts";
import { PLATFORM } from "./inbound.ts";
import { inspectChannel } from "./inspect.ts";
import { Intake } from "./intake.ts";
import { type Desk, PATIENCE, type Patience, takeInteraction } from "./interactions.ts";
import type { GatewayTiming } from "./keeper.ts";
import { CAPABILITIES, PACE } from "./limits.ts";
import { Interactions } from "./live.ts";
import { watchMessages } from "./messages.ts";
import { Outbound } from "./outbound.ts";
import { watchPlaces } from "./places.ts";
import { type PostingParts, postingIn } from "./posting.ts";
import { fetchFile } from "./received.ts";
import { Recent } from "./recent.ts";
import { registerCommands } from "./registration.ts";
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
  /** Shorter waits for the gateway, for tests. */
  readonly gateway?: Partial<GatewayTiming>;
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
  readonly #connection: Connection;
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
  #commands: readonly CommandSpec[] = [];
  #state: "new" | "starting" | "running" | "refused" | "stopped" = "new";

  constructor(options: DiscordOptions) {
    this.#options = options;
    const rest = createRest(options.apiRoot, options.token, options.log);
    this.#api = createApi(rest, options.token, () => this.#onRefused(TOKEN_LOST));
    this.#connection = this.#connect();
    this.#reader = createAudience(this.#api, () => this.#connection.applicationId);
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

  #connect(): Connection {
    const { token, apiRoot, log, clock, gateway } = this.#options;
    return new Connection({
      ...{ token, apiRoot, log, api: this.#api, alarms: this.#alarms, refused: this.#refused.promise },
      ...(gateway === undefined ? {} : { timing: gateway }),
      now: () => clock.now(),
      wire: (client) => this.#listen(client),
      onRefused: (line) => this.#onRefused(line),
    });
  }

  async #open(commands: readonly CommandSpec[]): Promise<void> {
    this.#commands = commands;
    await this.#connection.open();
    this.#assertGoesOn();
    const route = Routes.applicationCommands(this.#connection.applicationId);
    await registerCommands({
      put: () => this.#api("PUT", route, { body: renderCommands(commands) }),
      insist: (put) => this.#connection.insist(put),
      alarms: this.#alarms,
      log: this.#options.log,
    });
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
    await this.#connection.close();
  }

  async deliver(delivery: Delivery, onPart: (index: number, ref: string) => Promise<void>): Promise<DeliveryResult> {
    if (this.#state !== "running") return WHILE_STOPPED;
    if (delivery.to.kind === "shared") this.#used.set(delivery.to.chatId, true);
    return this.#outbound.deliver(delivery, onPart);
  }

  async audience(chatId: string, two: readonly string[]): Promise<Audience | Retry> {
    return this.#isOver ? "unknown" : this.#reader.audience(chatId, two);
  }

  async isMember(chatId: string, userId: string): Promise<boolean | null> {
    return this.#isOver ? null : this.#reader.isMember(chatId, userId);
  }

  async inspect(chatId: string): Promise<Inspection> {
    return this.#isOver ? "unknown" : inspectChannel(this.#standing(), chatId);
  }

  posting(chatId: string): ReturnType<ChatAdapter["posting"]> {
    return postingIn(this.#standing(), chatId);
  }

  #standing(): PostingParts {
    const { clock } = this.#options;
    const botId = () => this.#connection.applicationId;
    const known = (id: string) => this.#connection.standingOf(id);
    return { api: this.#api, botId, now: () => clock.now(), known };
  }

  fetch(file: string): ReturnType<ChatAdapter["fetch"]> {
    return fetchFile(file, (ms) => this.#alarms.pause(ms));
  }

  /** Discord has no links that carry an action. */
  link(): null {
    return null;
  }

  healthy(): boolean {
    return this.#state === "running" && this.#connection.isUp;
  }

  /** With a refused token every request would be one of those for which Discord bans an address. */
  get #isOver(): boolean {
    return this.#state === "refused" || this.#state === "stopped";
  }

  #desk(): Desk {
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
      commands: this.#commands,
      onFrom: ({ event, origin }) => {
        if (event.chat.kind === "shared") this.#used.set(origin.channel, true);
        this.#intake.heardFrom(event.from.userId, event.eventId);
      },
    };
  }

  #listen(client: Client): void {
    const { ws } = client;
    const intake = this.#intake;
    const desk = this.#desk();
    ws.on(GatewayDispatchEvents.InteractionCreate, (packet: unknown) =>
      intake.hold(() => takeInteraction(desk, packet)),
    );
    const { clock } = this.#options;
    const emit = (event: Inbound | null) => intake.take(event);
    watchMessages(client, () => this.#connection.ourselves, emit);
    watchPlaces(client, { emit, now: () => clock.now(), used: this.#used, alarms: this.#alarms });
  }

  /** While starting, the start fails; later it is the end of the process. */
  #onRefused(line: string): void {
    const isRunning = this.#state === "running";
    if (isRunning) this.#state = "refused";
    this.#refused.reject(new PlatformRefused(line));
    if (isRunning) this.#options.onFatal(line);
  }
}
