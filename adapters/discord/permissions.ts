/** What roles and overwrites add up to in a channel. Pure. */
import { type APIGuild, type APIOverwrite, type APIRole, OverwriteType, PermissionFlagsBits } from "discord.js";

/** What the judgement rests on, freshly fetched. */
export interface Place {
  readonly guild: Pick<APIGuild, "id" | "owner_id" | "roles"> & { readonly approximate_member_count?: number };
  readonly overwrites: readonly APIOverwrite[];
  readonly botId: string;
}

const { ViewChannel, Administrator, SendMessages } = PermissionFlagsBits;

export function has(bits: string, bit: bigint): boolean {
  return (BigInt(bits) & bit) !== 0n;
}

export function allows(overwrite: APIOverwrite | undefined, bit = ViewChannel): boolean {
  return overwrite !== undefined && has(overwrite.allow, bit);
}

export function denies(overwrite: APIOverwrite | undefined, bit = ViewChannel): boolean {
  return overwrite !== undefined && has(overwrite.deny, bit);
}

export function isOwnRole(role: APIRole | undefined, botId: string): boolean {
  return role?.managed === true && role.tags?.bot_id === botId;
}

interface Member {
  readonly userId: string;
  readonly roles: readonly string[];
}

/** Whether one member sees the channel. */
export function canView(place: Place, member: Member): boolean {
  return may(place, member, ViewChannel);
}

/** Whether one member may do something in the channel: roles, then its overwrites, as Discord adds them up. */
export function may(place: Place, member: Member, bit: bigint): boolean {
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
