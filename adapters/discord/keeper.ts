/** Keeps one connection to the gateway: when it is tried again, and what is given up on the way. */
import type { SessionInfo } from "discord.js";
import type { Log } from "../../src/ports/log.ts";
import { tidyFrame } from "./frames.ts";
import type { Alarms } from "./turns.ts";

/** All in milliseconds. */
export interface GatewayTiming {
  /** Before the next attempt, by the number of failures in a row; the last one for all further ones. */
  readonly waitsMs: readonly number[];
  /** How long a connection has to last to count as none of these failures. */
  readonly stableMs: number;
  /** For the handshake, and then for the gateway's first word. */
  readonly helloMs: number;
  /** For the answer to what begins a session or goes on with one. */
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
  readyMs: 30_000,
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

/** So often in a row an interrupted session is tried where it was, before another is begun in another place. */
const KEEP_SESSION = 5;

const Recover = { Reconnect: 0, Resume: 1 } as const;
const IDLE = 0;
const CONNECTING = 0;

interface Socket {
  readonly readyState: number;
  onclose: unknown;
  onerror: unknown;
  addEventListener(event: "error", listener: () => void): void;
  terminate(): void;
}

interface DestroyOptions {
  readonly recover?: number;
  readonly reason?: string;
}

/** What is used of a shard of `@discordjs/ws`; some of it is private there. */
interface Shard {
  readonly id: number;
  readonly status: number;
  readonly connection: Socket | null;
  on(event: "hello" | "ready" | "resumed" | "closed" | "heartbeat", listener: () => void): unknown;
  internalConnect(): Promise<void>;
  destroy(options?: DestroyOptions): Promise<void>;
  unpackMessage(data: unknown, isBinary: boolean): Promise<unknown>;
  onMessage(data: unknown, isBinary: boolean): Promise<void>;
}

const METHODS = ["on", "internalConnect", "destroy", "unpackMessage", "onMessage"] as const;

export function isShard(value: unknown): value is Shard {
  return typeof value === "object" && value !== null && METHODS.every((name) => name in value);
}

export interface KeeperParts extends ShardParts {
  readonly gateway: string;
  readonly session: () => Promise<SessionInfo | null>;
}

/** Keeps one shard connected. */
export class Keeper {
  readonly #shard: Shard;
  readonly #parts: KeeperParts;
  #attempts = 0;
  #failures = 0;
  #upSince: number | null = null;
  #isConnecting = false;
  #isClosing = false;
  #hasGreeted = false;
  #cancel: () => void = () => {};

  constructor(shard: Shard, parts: KeeperParts) {
    this.#shard = shard;
    this.#parts = parts;
    this.#guard();
    const up = () => {
      this.#upSince ??= parts.now();
      this.#expect(parts.timing.silentMs, Recover.Resume);
    };
    shard.on("hello", () => {
      this.#hasGreeted = true;
    });
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
      return this.#isSecond(options) ? Promise.resolve() : destroy(this.#keepingSession(options));
    };
    shard.unpackMessage = async (data, isBinary) => {
      const frame = tidyFrame(await unpack(data, isBinary).catch(() => null), gateway);
      if (frame === null) odd();
      return frame;
    };
    shard.onMessage = (data, isBinary) => take(data, isBinary).catch(odd);
  }

  /** Closing while discord.js waits for something makes it close again to reconnect; neither would ever end. */
  #isSecond(options: DestroyOptions = {}): boolean {
    if (this.#isClosing && options.recover !== undefined) return true;
    this.#isClosing = this.#shard.status !== IDLE;
    return false;
  }

  /** Where the gateway could not be reached at all the session is still good, and what was missed comes with it. */
  #keepingSession(options: DestroyOptions = {}): DestroyOptions {
    const isKept = options.recover === Recover.Reconnect && !this.#hasGreeted && this.#failures < KEEP_SESSION;
    return isKept ? { ...options, recover: Recover.Resume } : options;
  }

  /** discord.js may ask for two attempts at once: they are one. */
  async #connect(connect: () => Promise<void>): Promise<void> {
    this.#isClosing = false;
    if (this.#isConnecting || this.#shard.status !== IDLE) return;
    this.#isConnecting = true;
    await this.#attempt(connect).finally(() => {
      this.#isConnecting = false;
    });
  }

  /** The next attempt, after its wait. Never rejects. */
  async #attempt(connect: () => Promise<void>): Promise<void> {
    const { alarms, log, mayIdentify, session, timing } = this.#parts;
    for (;;) {
      const ms = this.#nextWait();
      const attempt = this.#failures + 1;
      if (ms > 0) log.warn("the gateway will be tried again", { platform: "discord", attempt, ms });
      await alarms.pause(ms);
      if (alarms.isStopped) return;
      // The first session was asked for before there was a shard.
      const isNew = (await session()) === null;
      if (isNew && this.#attempts > 1 && !(await mayIdentify())) return;
      if (alarms.isStopped) return;
      // For the answer to a resume discord.js would wait for ever.
      if (!isNew) this.#expect(timing.helloMs + timing.readyMs, Recover.Reconnect);
      this.#hasGreeted = false;
      try {
        const connected = connect();
        this.#isConnecting = false;
        return await connected;
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
  socket.onclose = null;
  socket.onerror = null;
  socket.addEventListener("error", () => {});
  socket.terminate();
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
