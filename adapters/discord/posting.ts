/** Whether the bot could post in a channel: asked instead of tried, because every refused request is counted. */
import { type APIChannel, type APIGuild, type APIGuildMember, ChannelType, Routes } from "discord.js";
import type { Posting } from "../../src/ports/chat.ts";
import type { Api } from "./api.ts";
import { told } from "./audience.ts";
import { ApiFailure, MISSING_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER } from "./errors.ts";
import { canPost } from "./permissions.ts";

export interface PostingParts {
  readonly api: Api;
  readonly botId: () => string;
  readonly now: () => number;
  /**
   * What the gateway has told of the channel: `out`: it is in no server where the bot is; `away`: its server is out
   * of reach for now.
   */
  readonly known: (chatId: string) => "in" | "out" | "away";
}

type GuildChannel = Extract<APIChannel, { type: ChannelType.GuildText | ChannelType.GuildAnnouncement }>;

/** Channels that take messages by themselves; a forum or a voice channel does not, or not for us. */
function isForMessages(channel: APIChannel): channel is GuildChannel {
  return channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement;
}

async function ask({ api, botId, now }: PostingParts, chatId: string): Promise<Posting> {
  const channel = await api<APIChannel>("GET", Routes.channel(chatId));
  if (!isForMessages(channel) || channel.guild_id === undefined) return "no-access";
  const [guild, self] = await Promise.all([
    api<APIGuild>("GET", Routes.guild(channel.guild_id)),
    api<APIGuildMember>("GET", Routes.guildMember(channel.guild_id, botId())),
  ]);
  const muted = Date.parse(self.communication_disabled_until ?? "") > now();
  const place = { guild, overwrites: channel.permission_overwrites ?? [], botId: botId() };
  return !muted && canPost(place, { userId: botId(), roles: self.roles }) ? "yes" : "no-access";
}

function refusedFor(code: number, known: "in" | "out"): Posting {
  if (code === UNKNOWN_CHANNEL) return "gone";
  if (code === UNKNOWN_GUILD || code === UNKNOWN_MEMBER) return "removed";
  if (code !== MISSING_ACCESS) return "unknown";
  // The same code for a channel that is hidden from the bot and for one of a server that it is no longer in.
  return known === "in" ? "no-access" : "removed";
}

/** Never throws. A server out of reach says nothing about the channel. */
export async function postingIn(parts: PostingParts, chatId: string): Promise<Posting> {
  const known = parts.known(chatId);
  if (known === "away") return "unknown";
  const answer = async () => {
    try {
      return await ask(parts, chatId);
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === "refused") return refusedFor(error.code, known);
      throw error;
    }
  };
  return told(answer, () => "unknown" as const);
}
