/**
 * A fake Discord: REST v10 and the gateway on one port of this machine, with Discord's own refusals
 * and limits, for a real client library to talk to. It keeps state; tests assert that state.
 */
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Clock } from "./clock.ts";
import { Faults } from "./faults.ts";
import { Gateway } from "./gateway.ts";
import { RateLimits } from "./limits.ts";
import { EVERYONE } from "./permissions.ts";
import { Person } from "./person.ts";
import { type RequestRecord, Rest } from "./rest.ts";
import { ChannelHandle, GuildHandle } from "./server-handles.ts";
import type { Command, Guild, User, Violation } from "./types.ts";
import { FakeLog, type WaitOptions } from "./waiting.ts";
import { World } from "./world.ts";

export type { Exchange } from "./exchange.ts";
export type { Fault, FaultKind } from "./faults.ts";
export type { Message } from "./message.ts";
export { type FieldValue, Impossible, type ModalView } from "./modal-view.ts";
export type { PermissionName } from "./permissions.ts";
export type { Person, Place } from "./person.ts";
export type { RequestRecord } from "./rest.ts";
export type { ChannelHandle, GuildHandle, RoleHandle } from "./server-handles.ts";
export type { FileInput, Violation } from "./types.ts";

export interface FakeDiscordOptions {
  /** The bot's token. Default: a random one, see `token`. */
  readonly token?: string;
  readonly botName?: string;
  /** The clock that Discord's own is based on, in ms since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Bits of the privileged intents that the app was given. Default none (4014). */
  readonly privilegedIntents?: number;
  /** Milliseconds. Default 41250, as Discord says. */
  readonly heartbeatInterval?: number;
  /** Default 0: any free one. */
  readonly port?: number;
}

export interface UserInput {
  readonly id?: string;
  readonly username?: string;
  readonly global_name?: string | null;
  readonly locale?: string;
}

export interface GuildInput {
  readonly name?: string;
  readonly owner: Person;
  /** Further members; the owner is one anyway. */
  readonly members?: readonly Person[];
  readonly locale?: string;
  /** Whether the bot is in it from the start. Default true; see `addBot`. */
  readonly bot?: boolean;
}

/** Starts a fake Discord on 127.0.0.1. Give a client `rest: { api: discord.url + '/api' }`. */
export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const log = new FakeLog();
  const token = options.token ?? `fake.${randomBytes(16).toString("hex")}`;
  const world = new World({ clock: new Clock(options.now), log, token, botName: options.botName ?? "Bot" });
  const discord = new FakeDiscord(world, options);
  await discord.listen(options.port ?? 0);
  return discord;
}

/** The running fake, and the way to everyone and everything in it. */
export class FakeDiscord {
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  /** Every REST request, oldest first. */
  readonly requests: RequestRecord[] = [];
  readonly world: World;
  readonly #server: Server;
  readonly #hooks = new Set<(request: RequestRecord) => void>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(world: World, options: FakeDiscordOptions) {
    this.world = world;
    this.faults = new Faults(world.log);
    this.rateLimits = new RateLimits(world.clock);
    const { privilegedIntents = 0, heartbeatInterval = 41_250 } = options;
    this.gateway = new Gateway(world, { privilegedIntents, heartbeatInterval });
    const { gateway, faults, rateLimits: limits, requests } = this;
    const rest = new Rest({ world, gateway, faults, limits, requests, hooks: this.#hooks });
    this.#server = createServer((request, response) => void rest.handle(request, response));
    this.gateway.attach(this.#server);
  }

  /** Used by `startFakeDiscord`. */
  async listen(port: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once("error", reject).listen(port, "127.0.0.1", resolve);
    await promise;
    this.world.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The address of the server; the API is at `/api`. */
  get url(): string {
    return this.world.url;
  }

  get token(): string {
    return this.world.token;
  }

  get applicationId(): string {
    return this.world.applicationId;
  }

  /** Every body that was refused for its form. A well-made bot leaves this empty. */
  get violations(): readonly Violation[] {
    return this.world.violations;
  }

  /** The commands as they are registered now. */
  get commands(): readonly Command[] {
    return this.world.commands;
  }

  /** Creates a person. */
  user(input: UserInput = {}): Person {
    const id = input.id ?? this.world.ids.next();
    const username = input.username ?? `user${id.slice(-4)}`;
    const user: User = {
      id,
      username,
      globalName: input.global_name ?? null,
      bot: false,
      locale: input.locale ?? "en-US",
      takesDms: true,
      installed: false,
    };
    this.world.users.set(id, user);
    return new Person(this.world, user, this.#timers);
  }

  /** Creates a server; the bot is in it unless told otherwise. */
  guild(input: GuildInput): GuildHandle {
    const id = this.world.ids.next();
    const everyone = { id, name: "@everyone", permissions: EVERYONE, botId: undefined };
    const joinedAt = this.world.clock.now();
    const people = [input.owner, ...(input.members ?? [])];
    const state: Guild = {
      id,
      name: input.name ?? "A server",
      ownerId: input.owner.id,
      locale: input.locale ?? "en-US",
      roles: new Map([[id, everyone]]),
      members: new Map(people.map(({ user }) => [user.id, { user, roles: new Set<string>(), joinedAt }])),
      channels: new Map(),
      approximateMemberCount: undefined,
      unavailable: false,
    };
    this.world.guilds.set(id, state);
    const handle = new GuildHandle(this.world, state);
    return input.bot === false ? handle : handle.addBot();
  }

  /** The direct channel of the bot with a person. */
  dm(person: Person): ChannelHandle {
    return new ChannelHandle(this.world, person.dm.state);
  }

  /** Resolves with the first true result of `fn`, asked after every change of state. Never sleeps. */
  waitFor<T>(fn: () => T, options?: WaitOptions): Promise<NonNullable<Exclude<T, false>>> {
    return this.world.log.waitFor(fn, options);
  }

  /** Calls `hook` for every request before it is processed. Gives back what ends that. */
  onRequest(hook: (request: RequestRecord) => void): () => void {
    this.#hooks.add(hook);
    return () => this.#hooks.delete(hook);
  }

  /** Moves Discord's clock: tokens expire, nonces are forgotten, unanswered interactions fail. */
  advance(ms: number): void {
    this.world.clock.add(ms);
    this.world.expire();
    this.world.log.note(`${ms} ms pass`);
  }

  /** Makes the token invalid: REST answers 401, the gateway closes with 4004. */
  revokesToken(): void {
    this.world.token = `revoked.${randomBytes(16).toString("hex")}`;
    this.gateway.close(4004, "Authentication failed.");
  }

  /** How many direct channels the bot may still open before 40003. */
  allowsNewDirectChannels(count: number): void {
    this.world.newDirectChannelsLeft = count;
  }

  /** What happened, for people to read. */
  transcript(): string {
    return this.world.log.transcript();
  }

  /** Ends the server, all connections and all waiting. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.faults.clear();
    this.gateway.stop();
    this.world.log.close();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
