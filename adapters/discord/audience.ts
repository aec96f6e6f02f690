/** Who can see a channel, from what Discord says about it at this moment. Every doubt is an `unknown`. */
import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  type APIRole,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
  Routes,
} from "discord.js";
import type { Audience, Retry } from "../../src/ports/chat.ts";
import type { Api } from "./api.ts";
import { ApiFailure, limitOf, UNKNOWN_MEMBER, UNKNOWN_USER } from "./errors.ts";
import { channelFacts, guildFacts, memberFacts } from "./schema.ts";

/** What the judgement rests on, freshly fetched. */
export interface Place {
  readonly guild: Pick<APIGuild, "id" | "owner_id" | "roles"> & { readonly approximate_member_count?: number };
  readonly overwrites: readonly APIOverwrite[];
  readonly botId: string;
}

const { ViewChannel, SendMessages, Administrator } = PermissionFlagsBits;

function has(bits: string, bit: bigint): boolean {
  return (BigInt(bits) & bit) !== 0n;
}

function allows(overwrite: APIOverwrite | undefined, bit = ViewChannel): boolean {
  return overwrite !== undefined && has(overwrite.allow, bit);
}

function denies(overwrite: APIOverwrite | undefined, bit = ViewChannel): boolean {
  return overwrite !== undefined && has(overwrite.deny, bit);
}

function isOwnRole(role: APIRole | undefined, botId: string): boolean {
  return role?.managed === true && role.tags?.bot_id === botId;
}

interface Member {
  readonly userId: string;
  readonly roles: readonly string[];
}

/** Whether one member sees the channel. */
function canView(place: Place, member: Member): boolean {
  return may(place, member, ViewChannel);
}

/** Whether one member may do something in the channel: roles, then its overwrites, as Discord adds them up. */
function may(place: Place, member: Member, bit: bigint): boolean {
  const { guild, overwrites } = place;
  if (guild.owner_id === member.userId) return true;
  const roles = [guild.id, ...member.roles];
  const held = guild.roles.filter((role) => roles.includes(role.id));
  if (held.some((role) => has(role.permissions, Administrator))) return true;
  const own = overwrites.find((each) => each.type === OverwriteType.Member && each.id === member.userId);
  if (allows(own, bit) || denies(own, bit)) return allows(own, bit);
  const theirs = overwrites.filter((each) => each.type === OverwriteType.Role && member.roles.includes(each.id));
  if (theirs.some((each) => allows(each, bit))) return true;
  if (theirs.some((each) => denies(each, bit))) return false;
  const everyone = overwrites.find((each) => each.id === guild.id);
  if (allows(everyone, bit) || denies(everyone, bit)) return allows(everyone, bit);
  return held.some((role) => has(role.permissions, bit));
}

/** Whether a member sees the channel and may write in it. */
export function canPost(place: Place, member: Member): boolean {
  return canView(place, member) && may(place, member, SendMessages);
}

/** A private channel of a larger server, where nobody but the two can see it by any way. */
function isSealedOff(place: Place, two: readonly string[]): boolean {
  const { guild, overwrites, botId } = place;
  const roleOf = (id: string) => guild.roles.find((role) => role.id === id);
  const isAllowedOne = (each: APIOverwrite) =>
    each.type === OverwriteType.Member ? each.id === botId || two.includes(each.id) : isOwnRole(roleOf(each.id), botId);
  const closed = denies(overwrites.find((each) => each.id === guild.id));
  const onlyThey = overwrites.filter((each) => allows(each)).every(isAllowedOne);
  // Owners and administrators pass every overwrite, and who holds a role cannot be listed.
  const noBypass = guild.roles.every((role) => !has(role.permissions, Administrator) || isOwnRole(role, botId));
  return closed && onlyThey && noBypass && two.includes(guild.owner_id);
}

/** `members`: what Discord says about each of the two, null for one who is not in the server. */
export function judge(
  place: Place,
  two: readonly string[],
  members: readonly (Pick<APIGuildMember, "roles"> | null)[],
): Audience {
  if (two.length !== 2 || two[0] === two[1]) return "unknown";
  const isBlind = (userId: string, at: number) => {
    const member = members[at];
    return !member || !canView(place, { userId, roles: member.roles });
  };
  const onlyTwo = place.guild.approximate_member_count === 3 || isSealedOff(place, two);
  if (!onlyTwo) return "others";
  // One of the two would not see it: nobody else may, but the two direct chats are the better place.
  return two.some(isBlind) ? "unknown" : "only-two";
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
  inspect(chatId: string): Promise<"ok" | "other-kind" | "unknown">;
}

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
  const judged = async (chatId: string, two: readonly string[]): Promise<Audience> => {
    const place = await placeOf(api, chatId, botId());
    if (place === null) return "unknown";
    return judge(place, two, await Promise.all(two.map((userId) => memberOf(api, place.guild.id, userId))));
  };
  const member = async (chatId: string, userId: string): Promise<boolean | null> => {
    const place = await placeOf(api, chatId, botId());
    if (place === null) return null;
    const found = await memberOf(api, place.guild.id, userId);
    return found !== null && canView(place, { userId, roles: found.roles });
  };
  const inspected = async (chatId: string) => {
    const { type } = await channelOf(api, chatId);
    if (type === ChannelType.GuildText) return "ok";
    return type === ChannelType.DM ? "unknown" : "other-kind";
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
    inspect: (chatId) =>
      told(
        () => inspected(chatId),
        () => "unknown" as const,
      ),
  };
}
