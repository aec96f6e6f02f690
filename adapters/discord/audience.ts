/** Who can see a channel, from what Discord says about it at this moment. Every doubt is an `unknown`. */
import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
  Routes,
} from "discord.js";
import type { Audience, Retry } from "../../src/ports/chat.ts";
import { SOMEBODY } from "../../src/ports/standing.ts";
import type { Api } from "./api.ts";
import { ApiFailure, limitOf, UNKNOWN_MEMBER, UNKNOWN_USER } from "./errors.ts";
import { type Allowed, letIn, whoElse } from "./others.ts";
import { allows, canView, denies, has, isOwnRole, type Place } from "./permissions.ts";
import { channelFacts, guildFacts, memberFacts } from "./schema.ts";

const { Administrator } = PermissionFlagsBits;

/** Whether the owner, who passes every overwrite, is the one person beside the known one. */
function isOwnersOnly(owner: string, others: readonly APIOverwrite[]): boolean {
  return others.every(({ id }) => id === owner);
}

/** A private channel of a larger server, where nobody but the two can see it by any way. */
function isSealedOff(place: Place, two: readonly string[]): boolean {
  const { guild, overwrites, botId } = place;
  const roleOf = (id: string) => guild.roles.find((role) => role.id === id);
  const isAllowedOne = (each: APIOverwrite) =>
    each.type === OverwriteType.Member ? each.id === botId || two.includes(each.id) : isOwnRole(roleOf(each.id), botId);
  const closed = denies(overwrites.find((each) => each.id === guild.id));
  const others = overwrites.filter((each) => allows(each) && !isAllowedOne(each));
  const isOnePerson = others.length === 1 && others[0]?.type === OverwriteType.Member;
  const onlyThey = others.length === 0 || (two.includes(SOMEBODY) && isOnePerson);
  // Owners and administrators pass every overwrite, and who holds a role cannot be listed.
  const noBypass = guild.roles.every((role) => !has(role.permissions, Administrator) || isOwnRole(role, botId));
  const isTheirs = two.includes(guild.owner_id) || (two.includes(SOMEBODY) && isOwnersOnly(guild.owner_id, others));
  return closed && onlyThey && noBypass && isTheirs;
}

/**
 * `members`: what Discord says about each of the two, null for one who is not in the server. Of several causes the one
 * that matters most: that others can see it comes before that one of the two is missing.
 */
export function judge(
  place: Place,
  two: readonly string[],
  members: readonly (Pick<APIGuildMember, "roles"> | null)[],
  allowed: readonly Allowed[] = [],
): Audience {
  if (two.length !== 2 || two[0] === two[1]) return "unknown";
  const known = members.filter((member) => member !== null).length;
  const count = place.guild.approximate_member_count;
  // One whose account is not known any more is there if anybody is.
  const isThere = two.includes(SOMEBODY) && (count === undefined || count > known + 1);
  const inside = isThere ? known + 1 : known;
  const extras = count === undefined ? null : count - inside - 1;
  if (extras !== 0 && !isSealedOff(place, two))
    return whoElse(place, two, extras, isThere ? allowed.slice(1) : allowed);
  if (inside < 2) return "left";
  const isBlind = (userId: string, at: number) =>
    userId !== SOMEBODY && !canView(place, { userId, roles: members[at]?.roles ?? [] });
  return two.some(isBlind) ? "hidden" : "only-two";
}

type TextChannel = Extract<APIChannel, { type: ChannelType.GuildText }>;

function channelOf(api: Api, chatId: string): Promise<APIChannel> {
  return api<APIChannel>("GET", Routes.channel(chatId));
}

/** A server's text channel; null for direct chats, threads, voice and everything else. */
async function textChannel(api: Api, chatId: string): Promise<TextChannel | null> {
  const channel = await channelOf(api, chatId);
  return channel.type === ChannelType.GuildText ? channel : null;
}

async function memberOf(api: Api, guildId: string, userId: string): Promise<APIGuildMember | null> {
  try {
    const member = await api<APIGuildMember>("GET", Routes.guildMember(guildId, userId));
    memberFacts.parse(member);
    return member;
  } catch (error) {
    if (error instanceof ApiFailure && [UNKNOWN_MEMBER, UNKNOWN_USER].includes(error.code)) return null;
    throw error;
  }
}

async function placeOf(api: Api, chatId: string, botId: string): Promise<Place | null> {
  const channel = await textChannel(api, chatId);
  if (channel?.guild_id === undefined) return null;
  const query = new URLSearchParams({ with_counts: "true" });
  const guild = await api<APIGuild>("GET", Routes.guild(channel.guild_id), { query });
  // Half an answer is none: what cannot be read for certain is an `unknown`.
  channelFacts.parse(channel);
  guildFacts.parse(guild);
  return { guild, overwrites: channel.permission_overwrites ?? [], botId };
}

export interface AudienceReader {
  audience(chatId: string, two: readonly string[]): Promise<Audience | Retry>;
  isMember(chatId: string, userId: string): Promise<boolean | null>;
}

/** Of those whom an overwrite lets in. */
const MOST_ASKED = 5;
/** A limit of moments is no reason to move a reveal elsewhere: so long is waited for it, at once and in all. */
const LONGEST_LIMIT_MS = 2_000;
const LIMITS_IN_ALL_MS = 6_000;
/** Those who were held back together do not come back together. */
const SPREAD_MS = 300;

/** Runs `ask`, again after short limits; `otherwise` where Discord does not tell, told of a limit that is longer. */
export async function told<T, O>(ask: () => Promise<T>, otherwise: (limit: Retry | null) => O): Promise<T | O> {
  for (let waited = 0; ; ) {
    try {
      return await ask();
    } catch (error) {
      const limit = error instanceof ApiFailure && error.kind === "limited" ? limitOf(error) : null;
      if (limit === null) return otherwise(null);
      const wait = limit.afterMs + Math.random() * SPREAD_MS;
      waited += wait;
      if (limit.afterMs > LONGEST_LIMIT_MS || waited > LIMITS_IN_ALL_MS) return otherwise(limit);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Answers the port's questions about a channel, from the API and never from a cache. */
export function createAudience(api: Api, botId: () => string): AudienceReader {
  const memberOrNone = async (guildId: string, userId: string) =>
    userId === SOMEBODY ? null : memberOf(api, guildId, userId);
  const judged = async (chatId: string, two: readonly string[]): Promise<Audience> => {
    const place = await placeOf(api, chatId, botId());
    if (place === null) return "unknown";
    const ask = (userId: string) => memberOrNone(place.guild.id, userId);
    const strangers = letIn(place, two).slice(0, MOST_ASKED);
    const [members, others] = await Promise.all([
      Promise.all(two.map(ask)),
      Promise.all(strangers.map((userId) => ask(userId).catch(() => null))),
    ]);
    const allowed = others.map((member) => member && { bot: member.user?.bot === true });
    return judge(place, two, members, allowed);
  };
  const member = async (chatId: string, userId: string): Promise<boolean | null> => {
    const place = await placeOf(api, chatId, botId());
    if (place === null) return null;
    const found = await memberOf(api, place.guild.id, userId);
    return found !== null && canView(place, { userId, roles: found.roles });
  };
  return {
    audience: (chatId, two) =>
      told(
        () => judged(chatId, two),
        (limit) => limit ?? ("unknown" as const),
      ),
    isMember: (chatId, userId) =>
      told(
        () => member(chatId, userId),
        () => null,
      ),
  };
}
