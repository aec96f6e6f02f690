/**
 * What is said to the bot in a server: a mention of it, or a reply to one of its messages. Pure.
 *
 * Discord tells of every message there, and leaves out the words of those that do not mention the bot. Nothing but
 * the fact that it was spoken to is taken over.
 */
import { MessageType } from "discord.js";
import { isBlank } from "../../src/domain/blank.ts";
import type { Inbound } from "../../src/ports/chat.ts";
import { account, PLATFORM } from "./inbound.ts";
import { type GuildMessage, read as parse } from "./schema.ts";

export interface Ourselves {
  readonly id: string;
  /** Whether a role of a server is the one that Discord made for the bot: clients offer it beside its name. */
  readonly isOwnRole: (guildId: string, roleId: string) => boolean;
}

const SPOKEN: readonly number[] = [MessageType.Default, MessageType.Reply];

function isToUs(
  { guild_id: guild, mentions, mention_roles: roles, referenced_message: reply }: GuildMessage,
  us: Ourselves,
) {
  const isNamed = mentions.some(({ id }) => id === us.id) || roles.some((role) => us.isOwnRole(guild, role));
  return isNamed || reply?.author.id === us.id;
}

/** Only a mention and nothing else: there was nothing to be read by anybody. */
function isOnlyMention({ content = "", attachments, sticker_items: hasSticker, mentions }: GuildMessage): boolean {
  const hasMore = attachments.length > 0 || hasSticker;
  // Words that Discord leaves out are words all the same.
  return content !== "" && !hasMore && mentions.length > 0 && isBlank(content.replace(/<@[!&]?\d+>/g, ""));
}

/** A message in a server that is said to the bot, new or edited; null for every other one. */
export function readAddressed(raw: unknown, us: Ourselves, edited: boolean): Inbound | null {
  const message = parse.guildMessage(raw);
  if (message === null || message.author.bot || message.webhook_id !== undefined) return null;
  if (!SPOKEN.includes(message.type ?? MessageType.Default) || !isToUs(message, us)) return null;
  // Discord also sends updates without an edit, when it has looked a link up.
  if (edited && !message.edited_timestamp) return null;
  return {
    type: "overheard",
    eventId: edited ? `${message.id}:${message.edited_timestamp}` : message.id,
    from: account(message.author),
    chat: { kind: "shared", platform: PLATFORM, chatId: message.channel_id },
    messageId: message.id,
    empty: isOnlyMention(message),
  };
}
