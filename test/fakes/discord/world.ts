import { type Clock, Snowflakes } from "./clock.ts";
import type {
  Attachment,
  Channel,
  Command,
  GatewayEvent,
  Guild,
  Interaction,
  Snowflake,
  User,
  Violation,
} from "./types.ts";
import type { FakeLog } from "./waiting.ts";

/** How long an interaction waits for its first answer, and how long its token works. */
export const ANSWER_WITHIN_MS = 3_000;
export const TOKEN_LIVES_MS = 15 * 60_000;

/** Everything the platform knows, in one place. */
export class World {
  readonly clock: Clock;
  readonly ids: Snowflakes;
  readonly log: FakeLog;
  readonly bot: User;
  readonly applicationId: Snowflake;
  token: string;
  /** The address of the server, known once it listens. */
  url = "";
  readonly users = new Map<Snowflake, User>();
  readonly guilds = new Map<Snowflake, Guild>();
  readonly channels = new Map<Snowflake, Channel>();
  readonly interactions = new Map<Snowflake, Interaction>();
  readonly attachments = new Map<Snowflake, Attachment>();
  readonly violations: Violation[] = [];
  commands: readonly Command[] = [];
  /** How many direct channels may still be opened before 40003. */
  newDirectChannelsLeft = Number.POSITIVE_INFINITY;
  /** What an interaction token older than 15 minutes is answered: 50027, as seen in practice, or 10015. */
  expiredTokens: "invalid" | "unknown" = "invalid";
  /** What the gateway does with an event; replaced when it starts. */
  emit: (event: GatewayEvent) => void = () => {};

  constructor(options: { clock: Clock; log: FakeLog; token: string; botName: string }) {
    this.clock = options.clock;
    this.log = options.log;
    this.token = options.token;
    this.ids = new Snowflakes(options.clock);
    this.applicationId = this.ids.next();
    // The bot user of an app made since 2016 has the app's id.
    this.bot = {
      id: this.applicationId,
      username: options.botName,
      globalName: null,
      bot: true,
      locale: "en-US",
      takesDms: false,
      installed: false,
    };
    this.users.set(this.bot.id, this.bot);
  }

  /** The direct channel of the bot with a person, if it was ever opened. */
  directChannel(user: User): Channel | undefined {
    return [...this.channels.values()].find((channel) => channel.recipient === user);
  }

  /** Opens the direct channel, or gives back the one there is. */
  openDirectChannel(user: User): Channel {
    const known = this.directChannel(user);
    if (known !== undefined) return known;
    const channel = newChannel({ id: this.ids.next(), type: 1, guild: undefined, recipient: user, name: "" });
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** The servers the bot is in, outages included. */
  botGuilds(): Guild[] {
    return [...this.guilds.values()].filter((guild) => guild.members.has(this.bot.id));
  }

  sharesGuild(user: User): boolean {
    return this.botGuilds().some((guild) => guild.members.has(user.id));
  }

  interactionByToken(token: string): Interaction | undefined {
    return [...this.interactions.values()].find((each) => each.token === token);
  }

  /** Marks interactions that nobody answered in time. */
  expire(): void {
    for (const each of this.interactions.values()) {
      const late = each.ack === undefined && this.clock.now() - each.createdAt >= ANSWER_WITHIN_MS;
      if (!late || each.failed) continue;
      each.failed = true;
      this.log.note(`${each.user.username} is told: the application did not respond (${each.summary})`);
    }
  }
}

/** A channel with nothing in it. */
export function newChannel(init: Pick<Channel, "id" | "type" | "guild" | "recipient" | "name">): Channel {
  return { ...init, overwrites: new Map(), deleted: false, log: [], nonces: new Map() };
}
