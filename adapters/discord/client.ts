/** The connection to Discord: discord.js, told to keep little and to leave repeats to us. */
import {
  Client,
  DefaultRestOptions,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type IShardingStrategy,
  Options,
  REST,
  type RESTOptions,
  type SimpleShardingStrategy,
  type Snowflake,
} from "discord.js";
import { z } from "zod";
import type { Log } from "../../src/ports/log.ts";
import { PlatformRefused, TOO_MANY_OLD_EDITS, toFailure } from "./errors.ts";
import { WRONG_TOKEN } from "./reach.ts";

const REQUEST_TIMEOUT_MS = 10_000;
const GUILD_WAIT_MS = 2_000;

/** Close codes after which no reconnect helps, in words for the operator. */
const REFUSALS: Readonly<Record<number, string>> = {
  4004: "Discord does not accept the bot token: check DISCORD_BOT_TOKEN (close code 4004).",
  4010: "Discord refused the shard: start the bot again (close code 4010).",
  4011: "Discord asks for more shards than were started; start the bot again (close code 4011).",
  4012: "Discord no longer speaks this version of its gateway: update the bot (close code 4012).",
  4013: "Discord does not know the intents the bot asked for: update the bot (close code 4013).",
  4014: "Discord does not give the app of DISCORD_BOT_TOKEN the intents it asked for (close code 4014).",
};

/** What a close code that ends the connection for good means. */
function refusal(code: number): string {
  return REFUSALS[code] ?? `Discord ended the connection for good (close code ${code}).`;
}

/** What stands before Discord refuses everything from this address, and does not say for how long. */
const BANNED_SECONDS = 10;

/**
 * A 429 as discord.js can read it, which looks at headers alone. Discord refuses edits of old messages with this
 * status: only the code tells that another way is better than waiting, so it is passed on as a plain refusal.
 * Without Discord's body it comes from what stands before it, and is meant for all requests.
 */
const request: typeof DefaultRestOptions.makeRequest = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, init);
  if (response.status !== 429) return response;
  const text = await response.text();
  const limit = limitIn(text);
  if (limit?.code === TOO_MANY_OLD_EDITS) {
    return new Response(text, { status: 400, headers: { "content-type": "application/json" } });
  }
  const headers = new Headers(Object.fromEntries(response.headers));
  const seconds = limit === null ? BANNED_SECONDS : limit.retry_after;
  if (!headers.has("retry-after") && seconds !== undefined) headers.set("retry-after", String(seconds));
  if (limit === null || limit.global === true) headers.set("x-ratelimit-global", "true");
  return new Response(text, { status: 429, headers });
};

const limitSchema = z.object({
  code: z.number().optional().catch(undefined),
  retry_after: z.number().nonnegative().optional().catch(undefined),
  global: z.boolean().optional().catch(undefined),
});

/** Null for what is not Discord's own. */
function limitIn(text: string): z.infer<typeof limitSchema> | null {
  try {
    return limitSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isSelf(thing: { readonly id: Snowflake; readonly client: Client<true> }): boolean {
  return thing.id === thing.client.user.id;
}

function restOptions(apiRoot: string | undefined): Partial<RESTOptions> {
  return {
    ...(apiRoot === undefined ? {} : { api: apiRoot }),
    retries: 0,
    timeout: REQUEST_TIMEOUT_MS,
    rejectOnRateLimit: () => true,
    makeRequest: request,
  };
}

/** For our own requests, which outlive a client. */
export function createRest(apiRoot: string | undefined, token: string, log: Log): REST {
  const rest = new REST(restOptions(apiRoot)).setToken(token);
  rest.on("invalidRequestWarning", ({ count }) => {
    log.warn("Discord counts refused requests", { platform: "discord", count });
  });
  return rest;
}

type BuildShards = (manager: ConstructorParameters<typeof SimpleShardingStrategy>[0]) => IShardingStrategy;

/**
 * No messages, and of people only the bot itself are cached. Interactions and direct messages are read
 * from the packets, so no partials are needed and an unavailable server holds nothing back. Requests
 * are never repeated here: discord.js would do so at once after a 5xx, and after a 429 without a wait
 * as fast as it can.
 */
export function createClient(apiRoot: string | undefined, log: Log, buildShards: BuildShards): Client {
  const client = new Client({
    // Of messages in servers Discord leaves out the words, unless they mention the bot: no privileged intent is asked for.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildScheduledEventManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      VoiceStateManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => isSelf(user) },
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => isSelf(member) },
    }),
    allowedMentions: { parse: [] },
    shards: "auto",
    waitGuildTimeout: GUILD_WAIT_MS,
    ws: { buildStrategy: buildShards },
    rest: restOptions(apiRoot),
  });
  readOurselves(client, log);
  return client;
}

const OURS = new Set<string>([
  GatewayDispatchEvents.InteractionCreate,
  GatewayDispatchEvents.MessageCreate,
  GatewayDispatchEvents.MessageUpdate,
]);

interface Packets {
  handlePacket(packet: { readonly t?: string } | null, shard?: unknown): boolean;
}

/**
 * Keeps discord.js from making objects of what is read from the packets here: nobody would use them, and
 * for a shape that it does not know it throws where nothing can catch it, which ends the process.
 */
function readOurselves(client: Client, log: Log): void {
  const packets = client.ws as unknown as Packets;
  const handle = packets.handlePacket.bind(packets);
  // Without a packet it still lets go of what waited for the connection to be ready.
  packets.handlePacket = (packet, shard) => {
    try {
      return handle(OURS.has(packet?.t ?? "") ? null : packet, shard);
    } catch (error) {
      // One that waited for the connection to be ready is handled where nobody else could catch this.
      log.warn("a packet was not understood", {
        platform: "discord",
        error: error instanceof Error ? error.name : "unknown",
      });
      return true;
    }
  };
}

/** Without a listener an `error` ends the process. Only names and codes are logged: messages may hold data. */
export function listenForTrouble(client: Client, log: Log, onRefused: (line: string) => void): void {
  client.on(Events.Error, (error) =>
    log.error("discord.js reported an error", { platform: "discord", error: error.name }),
  );
  client.on(Events.ShardError, (error) => {
    const code = (error as { code?: string | number }).code;
    log.warn("the gateway connection failed", {
      platform: "discord",
      error: error.name,
      ...(code === undefined ? {} : { code }),
    });
  });
  client.on(Events.ShardReconnecting, () =>
    log.info("the gateway connection is being renewed", { platform: "discord" }),
  );
  client.on(Events.ShardResume, () => log.info("the gateway connection was resumed", { platform: "discord" }));
  client.on(Events.ShardDisconnect, ({ code }) => onRefused(refusal(code)));
}

/**
 * Logs in and resolves when the gateway says that all is there. `refused` rejects when it never will.
 * Throws `PlatformRefused`, or `ApiFailure` when the connection failed on the way.
 */
export async function connect(client: Client, token: string, refused: Promise<never>): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  const login = client.login(token).then(() => ready, asOurs);
  // The loser of the race must not be reported as unhandled.
  login.catch(() => undefined);
  await Promise.race([login, refused]);
}

function asOurs(error: unknown): never {
  const isRefusal = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
  throw isRefusal ? new PlatformRefused(WRONG_TOKEN) : toFailure(error);
}
