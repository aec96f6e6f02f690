/** Whether the bot can serve a channel, and what is missing by Discord's own names. Never throws. */
import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  ChannelType,
  PermissionFlagsBits,
  Routes,
} from "discord.js";
import type { Inspection } from "../../src/ports/chat.ts";
import { told } from "./audience.ts";
import { ApiFailure, MISSING_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER } from "./errors.ts";
import { may } from "./permissions.ts";
import type { PostingParts } from "./posting.ts";

/** By the names that Discord's settings show. */
const NEEDED = [
  ["View Channel", PermissionFlagsBits.ViewChannel],
  ["Send Messages", PermissionFlagsBits.SendMessages],
  ["Embed Links", PermissionFlagsBits.EmbedLinks],
  ["Attach Files", PermissionFlagsBits.AttachFiles],
  ["Read Message History", PermissionFlagsBits.ReadMessageHistory],
] as const;

const KINDS: Partial<Readonly<Record<ChannelType, Inspection>>> = {
  [ChannelType.DM]: "outside",
  [ChannelType.GroupDM]: "outside",
  [ChannelType.PublicThread]: "thread",
  [ChannelType.PrivateThread]: "thread",
  [ChannelType.AnnouncementThread]: "thread",
  [ChannelType.GuildVoice]: "voice",
  [ChannelType.GuildStageVoice]: "voice",
  [ChannelType.GuildAnnouncement]: "news",
};

async function ask({ api, botId }: PostingParts, chatId: string): Promise<Inspection> {
  const channel = await api<APIChannel>("GET", Routes.channel(chatId));
  if (channel.type !== ChannelType.GuildText) return KINDS[channel.type] ?? "forum";
  if (channel.guild_id === undefined) return "unknown";
  const [guild, self] = await Promise.all([
    api<APIGuild>("GET", Routes.guild(channel.guild_id)),
    api<APIGuildMember>("GET", Routes.guildMember(channel.guild_id, botId())),
  ]);
  const place = { guild, overwrites: channel.permission_overwrites ?? [], botId: botId() };
  const member = { userId: botId(), roles: self.roles };
  const missing = NEEDED.filter(([, bit]) => !may(place, member, bit)).map(([name]) => name);
  return missing.length > 0 ? { missing } : "ok";
}

/** A channel that is hidden from the bot is refused with the same code as one of a server that it is not in. */
function refusedFor(code: number, known: "in" | "out" | "away"): Inspection {
  if (code === MISSING_ACCESS && known === "in") return { missing: ["View Channel"] };
  return [MISSING_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER].includes(code) ? "outside" : "unknown";
}

/** See `ChatAdapter.inspect`. */
export function inspectChannel(parts: PostingParts, chatId: string): Promise<Inspection> {
  const answer = async () => {
    try {
      return await ask(parts, chatId);
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === "refused") return refusedFor(error.code, parts.known(chatId));
      throw error;
    }
  };
  return told(answer, () => "unknown" as const);
}
