/**
 * Connections to the gateway that keep trying. discord.js would give up when the first handshake is
 * refused, tries again twice a second after later ones, and is ended by a frame that it does not expect.
 */
import { type SessionInfo, SimpleShardingStrategy } from "discord.js";
import type { Log } from "../../src/ports/log.ts";
import { tidyFrame } from "./frames.ts";
import type { Alarms } from "./turns.ts";

/** All in milliseconds. */
export interface GatewayTiming {
  /** Before the next attempt, by the number of failures in a row; the last one for all further ones. */
  readonly waitsMs: readonly number[];
  /** How long a connection has to last to count as none of these failures. */
  readonly stableMs: number;
  /** For the gateway's first word after a socket was opened. */
  readonly helloMs: number;
  /** From the first attempt of a connection until it is usable. */
  readonly readyMs: number;
  /** How many heartbeats may go unanswered, as a time, before the connection counts as dead. */
  readonly silentMs: number;
}

/**
 * With two minutes between failures at most 720 sessions are begun in a day, of the thousand that
 * Discord allows before it takes the token away.
 */
export const GATEWAY_TIMING: GatewayTiming = {
  waitsMs: [0, 1_000, 2_000, 5_000, 15_000, 30_000, 60_000, 120_000],
  stableMs: 600_000,
  helloMs: 20_000,
  readyMs: 90_000,
  silentMs: 150_000,
};

export interface ShardParts {
  readonly log: Log;
  readonly now: () => number;
  readonly alarms: Alarms;
  readonly timing: GatewayTiming;
  /** Waits until a new session may be begun today; false when it never may. */
  readonly mayIdentify: () => Promise<boolean>;
}

const Recover = { Reconnect: 0, Resume: 1 } as const;
const IDLE = 0;
const CONNECTING = 0;

interface Socket {
  readonly readyState: number;
  addEventListener(event: "error", listener: () => void): void;
  terminate(): void;
}

/** What is used of a shard of `@discordjs/ws`; some of it is private there. */
interface Shard {
  readonly id: number;
  readonly status: number;
  readonly connection: Socket | null;
  on(event: "ready" | "resumed" | "closed" | "heartbeat", listener: () => void): unknown;
  internalConnect(): Promise<void>;
  destroy(options?: { readonly recover?: number; readonly reason?: string }): Promise<void>;
  unpackMessage(data: unknown, isBinary: boolean): Promise<unknown>;
  onMessage(data: unknown, isBinary: boolean): Promise<void>;
}

const METHODS = ["on", "internalConnect", "destroy", "unpackMessage", "onMessage"] as const;

function isShard(value: unknown): value is Shard {
  return typeof value === "object" && value !== null && METHODS.every((name) => name in value);
}

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** The shards of one process, each kept connected. */
export class PatientShards extends SimpleShardingStrategy {
  readonly #manager: Manager;
  readonly #parts: ShardParts;

  constructor(manager: Manager, parts: ShardParts) {
    super(manager);
    this.#manager = manager;
    this.#parts = parts;
    Object.assign(manager.options, { helloTimeout: parts.timing.helloMs });
  }

  override async spawn(shardIds: number[]): Promise<void> {
    await super.spawn(shardIds);
    const shards: unknown = Reflect.get(this, "shards");
    const { url } = await this.#manager.fetchGatewayInformation();
    const session = async (id: number) => await this.#manager.options.retrieveSessionInfo(id);
    for (const shard of shards instanceof Map ? shards.values() : [shards]) {
      if (!isShard(shard)) throw new TypeError("this version of discord.js has other shards");
      new Keeper(shard, { ...this.#parts, gateway: url, session: () => session(shard.id) });
    }
  }

  /** Resolves after the first attempt, whatever came of it: the shard goes on by itself. */
  override async connect(): Promise<void> {
    await super.connect().catch(() => undefined);
  }
}

interface KeeperParts extends ShardParts {
  readonly gateway: string;
  readonly session: () => Promise<SessionInfo | null>;
}

/** Keeps one shard connected. */
class Keeper {
  readonly #shard: Shard;
  readonly #parts: KeeperParts;
  #attempts = 0;
  #failures = 0;
  #upSince: number | null = null;
  #cancel: () => void = () => {};

  constructor(shard: Shard, parts: KeeperParts) {
    this.#shard = shard;
    this.#parts = parts;
    this.#guard();
    const up = () => {
      this.#upSince ??= parts.now();
      this.#expect(parts.timing.silentMs, Recover.Resume);
    };
    shard.on("ready", up);
    shard.on("resumed", up);
    shard.on("heartbeat", () => this.#upSince !== null && this.#expect(parts.timing.silentMs, Recover.Resume));
    shard.on("closed", () => this.#cancel());
  }

  /** Puts our own ways around the shard's: nothing that comes in may throw where nobody can catch it. */
  #guard(): void {
    const shard = this.#shard;
    const { log, gateway } = this.#parts;
    const connect = shard.internalConnect.bind(shard);
    const destroy = shard.destroy.bind(shard);
    const unpack = shard.unpackMessage.bind(shard);
    const take = shard.onMessage.bind(shard);
    const odd = (error?: unknown) => {
      const name = error instanceof Error ? error.name : "unknown";
      log.warn("a packet was not understood", { platform: "discord", error: name });
    };
    shard.internalConnect = () => this.#connect(connect);
    shard.destroy = (options) => {
      this.#cancel();
      abandon(shard.connection);
      return destroy(options);
    };
    shard.unpackMessage = async (data, isBinary) => {
      const frame = tidyFrame(await unpack(data, isBinary).catch(() => null), gateway);
      if (frame === null) odd();
      return frame;
    };
    shard.onMessage = (data, isBinary) => take(data, isBinary).catch(odd);
  }

  /** The next attempt, after its wait. Never rejects. */
  async #connect(connect: () => Promise<void>): Promise<void> {
    const { alarms, log, mayIdentify, session, timing } = this.#parts;
    for (;;) {
      const ms = this.#nextWait();
      const attempt = this.#failures + 1;
      if (ms > 0) log.warn("the gateway will be tried again", { platform: "discord", attempt, ms });
      await alarms.pause(ms);
      if (alarms.isStopped) return;
      // The first session was asked for before there was a shard.
      const isNew = this.#attempts > 1 && (await session()) === null;
      if (isNew && !(await mayIdentify())) return;
      if (alarms.isStopped) return;
      this.#expect(timing.readyMs, Recover.Reconnect);
      try {
        return await connect();
      } catch (error) {
        log.warn("the gateway connection failed", { platform: "discord", error: nameOf(error) });
        // It goes on from there by itself.
        if (this.#shard.status !== IDLE) return this.#shard.destroy({ recover: Recover.Reconnect });
      }
    }
  }

  #nextWait(): number {
    const { now, timing } = this.#parts;
    const lasted = this.#upSince === null ? 0 : now() - this.#upSince;
    this.#upSince = null;
    this.#attempts += 1;
    if (this.#attempts === 1) return 0;
    this.#failures = lasted >= timing.stableMs ? 0 : this.#failures + 1;
    const { waitsMs } = timing;
    return this.#failures === 0 ? 0 : (waitsMs[Math.min(this.#failures, waitsMs.length) - 1] ?? 0);
  }

  /** Something has to happen within `ms`, else the connection is given up and made anew. */
  #expect(ms: number, recover: number): void {
    const { alarms, log } = this.#parts;
    this.#cancel();
    this.#cancel = alarms.after(ms, () => {
      log.warn("the gateway says nothing any more", { platform: "discord", ms });
      void this.#shard.destroy({ recover, reason: "silence" }).catch(() => undefined);
    });
  }
}

/** discord.js leaves a socket that is still being opened as it is, and nobody would hear its failure. */
function abandon(socket: Socket | null): void {
  if (socket?.readyState !== CONNECTING) return;
  socket.addEventListener("error", () => {});
  socket.terminate();
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
