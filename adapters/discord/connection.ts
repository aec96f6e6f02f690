/** The connection to the gateway, from its first attempt to its end. */
import { type Client, Status } from "discord.js";
import type { Log } from "../../src/ports/log.ts";
import type { Ourselves } from "./addressed.ts";
import type { Api } from "./api.ts";
import { connect, createClient, listenForTrouble } from "./client.ts";
import { PlatformRefused } from "./errors.ts";
import { GATEWAY_TIMING, type GatewayTiming, type ShardParts } from "./keeper.ts";
import { standingOf } from "./places.ts";
import { persist, type Reach, untilReachable } from "./reach.ts";
import { PatientShards } from "./shards.ts";
import type { Alarms } from "./turns.ts";

export interface ConnectionParts {
  readonly token: string;
  readonly apiRoot: string | undefined;
  readonly api: Api;
  readonly log: Log;
  readonly now: () => number;
  readonly alarms: Alarms;
  readonly timing?: Partial<GatewayTiming>;
  /** Listens to what comes in; called for every client that is made. */
  readonly wire: (client: Client) => void;
  /** Discord will never let the bot in: one line for the operator. */
  readonly onRefused: (line: string) => void;
  /** Rejects once `onRefused` was called. */
  readonly refused: Promise<never>;
}

export class Connection {
  readonly #parts: ConnectionParts;
  readonly #reach: Reach;
  #client: Client | null = null;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    const waits = parts.timing?.waitsMs;
    this.#reach = { api: parts.api, log: parts.log, alarms: parts.alarms, ...(waits ? { waitsMs: waits } : {}) };
  }

  /** The id of the app; empty before Discord has said it. */
  get applicationId(): string {
    return this.#client?.application?.id ?? "";
  }

  /** The bot as messages in servers name it. */
  get ourselves(): Ourselves {
    const roleOf = (guild: string, role: string) => this.#client?.guilds.cache.get(guild)?.roles.cache.get(role);
    const id = this.#client?.user?.id ?? "";
    return { id, isOwnRole: (guild, role) => id !== "" && roleOf(guild, role)?.tags?.botId === id };
  }

  /** What the gateway has told of a channel; see `standingOf`. Nothing is known before there was a connection. */
  standingOf(chatId: string): "in" | "out" | "away" {
    return this.#client ? standingOf(this.#client, chatId) : "away";
  }

  get isUp(): boolean {
    const shards = this.#client?.ws.shards;
    return shards !== undefined && shards.size > 0 && shards.every(({ status }) => status === Status.Ready);
  }

  /**
   * Resolves when the gateway says that all is there; tries for as long as that takes. Throws
   * `PlatformRefused` when Discord will never let the bot in, `ApiFailure` when it was stopped before.
   */
  async open(): Promise<void> {
    await untilReachable(this.#reach);
    await persist(() => this.#login(), this.#reach);
  }

  /** Runs `work` until Discord takes it; see `persist`. */
  insist<T>(work: () => Promise<T>): Promise<T> {
    return persist(work, this.#reach);
  }

  async close(): Promise<void> {
    await this.#client?.destroy();
    this.#client?.removeAllListeners();
  }

  /** A client that failed before it had a connection is of no further use. */
  async #login(): Promise<void> {
    const { token, apiRoot, log, wire, onRefused, refused } = this.#parts;
    await this.close();
    const client = createClient(apiRoot, log, (manager) => new PatientShards(manager, this.#shardParts()));
    this.#client = client;
    listenForTrouble(client, log, onRefused);
    wire(client);
    await connect(client, token, refused);
  }

  #shardParts(): ShardParts {
    const { log, now, alarms, timing } = this.#parts;
    return { log, now, alarms, timing: { ...GATEWAY_TIMING, ...timing }, mayIdentify: () => this.#mayIdentify() };
  }

  async #mayIdentify(): Promise<boolean> {
    try {
      await untilReachable(this.#reach);
      return true;
    } catch (error) {
      if (error instanceof PlatformRefused) this.#parts.onRefused(error.message);
      return false;
    }
  }
}
