/** What happens to channels and servers → our events, of which Discord gives neither ids nor details. */
import {
  ChannelType,
  type Client,
  Events,
  GatewayDispatchEvents,
  type GatewayGuildDeleteDispatchData,
  type Guild,
} from "discord.js";
import type { Inbound } from "../../src/ports/chat.ts";
import { PLATFORM } from "./inbound.ts";
import type { Recent } from "./recent.ts";
import type { Alarms } from "./turns.ts";

type About = Extract<Inbound, { type: "bot-removed" | "audience-changed" | "standing-changed" }>;

/** How many channels of a server are told of one change; those that were spoken in come first. */
const CHANNELS_TOLD = 50;
/** One change of a server's roles comes as many events. */
const GATHER_MS = 500;

export interface Watch {
  readonly emit: (event: About) => void;
  readonly now: () => number;
  /** Channels that somebody used the bot in. */
  readonly used: Recent<true>;
  readonly alarms: Alarms;
}

function isForMessages(type: ChannelType): boolean {
  return type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement;
}

/** What the gateway has told of a channel; see `PostingParts`. */
export function standingOf(client: Client, chatId: string): "in" | "out" | "away" {
  const channel = client.channels.cache.get(chatId);
  if (channel === undefined || !("guild" in channel)) return "out";
  return channel.guild.available ? "in" : "away";
}

function textChannels(guild: Guild, used: Recent<true>): string[] {
  const channels = guild.channels.cache.filter((channel) => isForMessages(channel.type));
  return [...channels.keys()].sort((a, b) => Number(used.has(b)) - Number(used.has(a)));
}

/** Tells of removed channels and servers, and of everything that may change who can see a channel. */
export function watchPlaces(client: Client, watch: Watch): void {
  let count = 0;
  // Such an event is not sent again, so its id only has to differ from all others.
  const tell = (type: About["type"], chatId: string, gone?: true) => {
    count += 1;
    const about = { platform: PLATFORM, chatId, eventId: `${type}:${chatId}:${watch.now()}:${count}` };
    watch.emit(type === "bot-removed" && gone ? { ...about, type, gone } : { ...about, type });
  };
  const waiting = new Set<string>();
  const tellAll = (type: "audience-changed" | "standing-changed") => (guild: Guild) => {
    const key = `${type} ${guild.id}`;
    if (waiting.has(key)) return;
    waiting.add(key);
    watch.alarms.after(GATHER_MS, () => {
      waiting.delete(key);
      for (const chatId of textChannels(guild, watch.used).slice(0, CHANNELS_TOLD)) tell(type, chatId);
    });
  };
  const changed = tellAll("audience-changed");
  const standing = tellAll("standing-changed");
  // From the packet: when discord.js tells of it, it has forgotten the channels already.
  client.ws.on(GatewayDispatchEvents.GuildDelete, (packet: GatewayGuildDeleteDispatchData) => {
    const guild = packet.unavailable === true ? undefined : client.guilds.cache.get(packet.id);
    for (const chatId of guild === undefined ? [] : textChannels(guild, watch.used)) tell("bot-removed", chatId);
  });
  client.on(Events.ChannelDelete, (channel) => {
    if (isForMessages(channel.type)) tell("bot-removed", channel.id, true);
  });
  client.on(Events.ChannelUpdate, (before, channel) => {
    if (isForMessages(before.type) || isForMessages(channel.type)) tell("audience-changed", channel.id);
  });
  // Also for a server that was out of reach, or that has the bot again.
  client.on(Events.GuildCreate, standing);
  client.on(Events.GuildAvailable, standing);
  // Of members it is told of itself alone: a role, or being silenced for a while.
  client.on(Events.GuildMemberUpdate, (_, member) => standing(member.guild));
  client.on(Events.GuildUpdate, (_, guild) => changed(guild));
  client.on(Events.GuildRoleCreate, (role) => changed(role.guild));
  client.on(Events.GuildRoleUpdate, (_, role) => changed(role.guild));
  client.on(Events.GuildRoleDelete, (role) => changed(role.guild));
}
