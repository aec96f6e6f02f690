/** Discord's permission bits, and how they add up. Source: developer documentation, "Permissions". */
import type { Channel, Guild, Overwrite, Snowflake, User } from "./types.ts";

const Permission = {
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  UseExternalEmojis: 1n << 18n,
  UseApplicationCommands: 1n << 31n,
} as const;

export type PermissionName = keyof typeof Permission;

const ALL = (1n << 51n) - 1n;

/** The bits of a list of names. */
export function bits(names: readonly PermissionName[] | bigint): bigint {
  if (typeof names === "bigint") return names;
  return names.reduce((sum, name) => sum | Permission[name], 0n);
}

/** What a new server gives to everyone, as far as it matters here. */
export const EVERYONE = bits([
  "ViewChannel",
  "SendMessages",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
  "UseApplicationCommands",
]);

function apply(permissions: bigint, overwrites: readonly (Overwrite | undefined)[]): bigint {
  const deny = overwrites.reduce((sum, each) => sum | (each?.deny ?? 0n), 0n);
  const allow = overwrites.reduce((sum, each) => sum | (each?.allow ?? 0n), 0n);
  return (permissions & ~deny) | allow;
}

/** The permissions of a user in a server, or in one of its channels. 0 for who is not a member. */
export function permissionsOf(guild: Guild, userId: Snowflake, channel?: Channel): bigint {
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  if (guild.ownerId === userId) return ALL;
  const roles = [guild.id, ...member.roles];
  const base = roles.reduce((sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n), 0n);
  if ((base & Permission.Administrator) !== 0n) return ALL;
  if (channel === undefined) return base;
  const { overwrites } = channel;
  let result = apply(base, [overwrites.get(guild.id)]);
  result = apply(
    result,
    [...member.roles].map((id) => overwrites.get(id)),
  );
  result = apply(result, [overwrites.get(userId)]);
  return withImplied(result);
}

/** Without sight of a channel there is nothing else; without sending, no files and no embeds. */
function withImplied(permissions: bigint): bigint {
  if ((permissions & Permission.ViewChannel) === 0n) return 0n;
  if ((permissions & Permission.SendMessages) !== 0n) return permissions;
  return permissions & ~(Permission.EmbedLinks | Permission.AttachFiles | Permission.MentionEveryone);
}

/** Whether a user has every one of these permissions in a channel. Direct channels give their two sides all. */
export function may(user: User, channel: Channel, ...names: PermissionName[]): boolean {
  if (channel.guild === undefined) return true;
  const wanted = bits(names);
  return (permissionsOf(channel.guild, user.id, channel) & wanted) === wanted;
}

/** Whether a user can see a channel at all. */
export function canSee(user: User, channel: Channel): boolean {
  if (channel.guild === undefined) return user.bot || channel.recipient === user;
  return may(user, channel, "ViewChannel");
}
