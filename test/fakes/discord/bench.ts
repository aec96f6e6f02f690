/** What the fake's own tests share: a real client, and a small household to try it on. */
import {
  ApplicationCommandOptionType,
  Client,
  type DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  Options,
  Partials,
} from "discord.js";
import { type ChannelHandle, type FakeDiscord, type GuildHandle, type Person, startFakeDiscord } from "./index.ts";

const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages];

/** One fake and the clients that were logged in to it. */
export class Bench {
  readonly discord: FakeDiscord;
  readonly ana: Person;
  readonly ben: Person;
  /** A third person, who is in the same server. */
  readonly eve: Person;
  readonly guild: GuildHandle;
  /** A channel of Ana, Ben and the bot. */
  readonly channel: ChannelHandle;
  readonly #clients: Client[] = [];

  constructor(discord: FakeDiscord) {
    this.discord = discord;
    this.ana = discord.user({ username: "ana", global_name: "Ana", locale: "de" });
    this.ben = discord.user({ username: "ben" });
    this.eve = discord.user({ username: "eve" });
    this.guild = discord.guild({ name: "Home", owner: this.ana, members: [this.ben, this.eve] });
    this.channel = this.guild.channel({ name: "us", privateTo: [this.ana, this.ben] });
  }

  /** A client that has not logged in yet. */
  client(intents: readonly GatewayIntentBits[] = INTENTS): Client {
    const client = new Client({
      intents: [...intents],
      partials: [Partials.Channel],
      makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
      rest: { api: `${this.discord.url}/api`, retries: 0 },
    });
    this.#clients.push(client);
    client.on(Events.Error, () => {});
    return client;
  }

  /** A client that is ready; with `handle` for what it is sent. */
  async login(handle: (interaction: Interaction) => Promise<unknown> = async () => {}): Promise<Client<true>> {
    const client = this.client();
    client.on(Events.InteractionCreate, (interaction) => void handle(interaction));
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
    await client.login(this.discord.token);
    await ready;
    return client as Client<true>;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) await client.destroy();
    await this.discord.stop();
  }
}

/** Starts a fake with a household in it. */
export async function startBench(): Promise<Bench> {
  return new Bench(await startFakeDiscord({ botName: "Ampersand" }));
}

/** The error that a request was refused with. */
export async function refused(promise: Promise<unknown>): Promise<DiscordAPIError> {
  return promise.then(
    () => {
      throw new Error("It was not refused");
    },
    (error: DiscordAPIError) => error,
  );
}

export const CHECKIN = {
  name: "checkin",
  description: "Open a card now",
  descriptionLocalizations: { de: "Jetzt eine Karte öffnen" },
  options: [{ type: ApplicationCommandOptionType.String, name: "ritual", description: "Which one" } as const],
};
