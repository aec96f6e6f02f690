/** The real adapter on a fake Discord, with a couple, a third person, and a handler that a test scripts. */
import { expect } from "vitest";
import { createDiscord, type DiscordOptions } from "../../adapters/discord/index.ts";
import type { Message } from "../../src/domain/message.ts";
import type { Chat, ChatAdapter, Delivery, DeliveryResult, Inbound, Reply } from "../../src/ports/chat.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import type { LogFields } from "../../src/ports/log.ts";
import {
  type ChannelHandle,
  type FakeDiscord,
  type GuildHandle,
  type Person,
  startFakeDiscord,
} from "../fakes/discord/index.ts";

/** Stands in everything that people write or are called; must never reach a log line. */
export const MARKER = "Zitronenfalter";

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "checkin",
    descriptions: { en: "Open a card now", es: "Abrir una tarjeta", pt: "Abrir um cartão", xx: "unknown to Discord" },
    options: [
      { name: "ritual", descriptions: { en: "Which ritual" }, choices: ["heart", "share"] },
      { name: "when", descriptions: { en: "When", es: "Cuándo" } },
    ],
  },
  { name: "help", descriptions: { en: "One screen" }, options: [] },
];

export interface Delivered {
  readonly result: DeliveryResult;
  /** One per part that Discord accepted. */
  readonly refs: readonly string[];
}

type Handler = (event: Inbound) => Promise<Reply> | Reply;

export const NONE: Reply = { type: "none" };

export function text(words: string, ...buttons: Message["buttons"][number]): Message {
  return { blocks: [{ type: "paragraph", text: words }], buttons: buttons.length === 0 ? [] : [buttons] };
}

/** One scene; `close` ends it and checks what must hold in every one. */
export class Scene {
  readonly discord: FakeDiscord;
  readonly ana: Person;
  readonly ben: Person;
  readonly eve: Person;
  readonly guild: GuildHandle;
  readonly channel: ChannelHandle;
  readonly events: Inbound[] = [];
  readonly fatal: string[] = [];
  readonly log: string[] = [];
  readonly #adapters: ChatAdapter[] = [];
  #deliveries = 0;
  handler: Handler = () => NONE;
  /** How far the adapter's clock is behind Discord's, in milliseconds. */
  lag = 0;

  constructor(discord: FakeDiscord) {
    this.discord = discord;
    this.ana = discord.user({ username: "ana_z", global_name: `Ana ${MARKER}`, locale: "de" });
    this.ben = discord.user({ username: `ben_${MARKER.toLowerCase()}` });
    this.eve = discord.user({ username: "evelina" });
    this.guild = discord.guild({ name: MARKER, owner: this.ana, members: [this.ben, this.eve] });
    this.channel = this.guild.channel({ name: "us", privateTo: [this.ana, this.ben] });
  }

  /** An adapter that has not started. */
  make(options: Partial<DiscordOptions> = {}): ChatAdapter {
    const note = (event: string, fields?: LogFields) => this.log.push(`${event} ${JSON.stringify(fields ?? {})}`);
    const adapter = createDiscord({
      token: this.discord.token,
      apiRoot: `${this.discord.url}/api`,
      log: { debug: note, info: note, warn: note, error: note },
      clock: { now: () => this.discord.world.clock.now() - this.lag },
      onFatal: (line) => {
        this.fatal.push(line);
        this.discord.world.log.changed();
      },
      ...options,
    });
    this.#adapters.push(adapter);
    return adapter;
  }

  async start(options: Partial<DiscordOptions> = {}): Promise<ChatAdapter> {
    const adapter = this.make(options);
    await adapter.start(async (event) => {
      this.events.push(event);
      this.discord.world.log.note(`the application hears: ${event.type}`);
      return this.handler(event);
    }, COMMANDS);
    return adapter;
  }

  /** The next event of a type, from now on or already there. */
  heard<T extends Inbound["type"]>(type: T, count = 1): Promise<Extract<Inbound, { type: T }>> {
    return this.discord.waitFor(() => this.events.filter((event) => event.type === type)[count - 1], {
      what: `an event ${type}`,
    }) as Promise<Extract<Inbound, { type: T }>>;
  }

  /** The origin of the newest event. */
  get origin(): string {
    const last = this.events.findLast((event) => "origin" in event);
    if (last === undefined || !("origin" in last) || last.origin === undefined) throw new Error("no origin");
    return last.origin;
  }

  privately(person: Person): Chat {
    return { kind: "private", platform: "discord", userId: person.id };
  }

  get shared(): Chat {
    return { kind: "shared", platform: "discord", chatId: this.channel.id };
  }

  async deliver(
    adapter: ChatAdapter,
    delivery: Partial<Delivery> & Pick<Delivery, "to" | "operation">,
  ): Promise<Delivered> {
    this.#deliveries += 1;
    const refs: string[] = [];
    const id = `delivery${String(this.#deliveries).padStart(8, "0")}`;
    const result = await adapter.deliver({ id, ...delivery }, async (index, ref) => {
      refs[index] = ref;
    });
    return { result, refs };
  }

  send(adapter: ChatAdapter, to: Chat, message: Message, more: Partial<Delivery> = {}): Promise<Delivered> {
    return this.deliver(adapter, { to, operation: { type: "send", message, fromPart: 0 }, ...more });
  }

  async close(): Promise<void> {
    for (const adapter of this.#adapters) await adapter.stop();
    await this.discord.stop();
    const secret = [
      MARKER,
      MARKER.toLowerCase(),
      "Ana",
      "evelina",
      this.ana.id,
      this.ben.id,
      this.channel.id,
      this.discord.token,
    ];
    const tokens = [...this.discord.world.interactions.values()].map((each) => each.token);
    for (const line of [...this.log, ...this.fatal]) {
      for (const word of [...secret, ...tokens]) expect(line).not.toContain(word);
    }
    expect(this.discord.violations).toEqual([]);
    expect(this.discord.transcript()).not.toContain("BUG IN THE FAKE");
  }
}

export async function openScene(): Promise<Scene> {
  return new Scene(await startFakeDiscord({ botName: "Ampersand" }));
}
