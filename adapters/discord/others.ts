/** Who, beside the two and the bot, can see a channel, as far as that can be known. Pure. */
import { type APIRole, OverwriteType, PermissionFlagsBits } from "discord.js";
import { ofStrangers } from "../../src/domain/exposure.ts";
import type { Audience } from "../../src/ports/chat.ts";
import { allows, denies, has, type Place } from "./permissions.ts";

const { ViewChannel, Administrator } = PermissionFlagsBits;

/** Members whom an overwrite lets in beside the two and the bot. */
export function letIn({ overwrites, botId }: Place, two: readonly string[]): readonly string[] {
  const theirs = overwrites.filter((each) => each.type === OverwriteType.Member && allows(each));
  return theirs.map(({ id }) => id).filter((id) => id !== botId && !two.includes(id));
}

/**
 * What is known of others in a channel that is not sealed off, out of `extras` in its server (null: not said).
 * `allowed`: those whom an overwrite lets in, null for one who is no member. Who holds a role cannot be listed: where
 * nothing else lets others in, whether somebody does is not known.
 */
export function whoElse(
  place: Place,
  two: readonly string[],
  extras: number | null,
  allowed: readonly Allowed[],
): Audience {
  if (extras !== null && extras < 0) return "unknown";
  const there = allowed.filter((each) => each !== null);
  const everybody = place.guild.roles.find((role) => role.id === place.guild.id);
  const forAll = place.overwrites.find((each) => each.id === place.guild.id);
  const isOpen =
    allows(forAll) || (!denies(forAll) && everybody !== undefined && has(everybody.permissions, ViewChannel));
  const owner = place.guild.owner_id;
  if (isOpen && extras !== null) return otherBots(place) >= extras ? "bot" : "open";
  if (there.length > 0) {
    const bots = there.filter(({ bot }) => bot).length;
    return ofStrangers(there.length, { people: there.length - bots, bots });
  }
  if (!two.includes(owner)) return "others";
  return place.guild.roles.some((role) => isOtherBot(role, place.botId) && seesByRole(place, role)) ? "bot" : "unknown";
}

export type Allowed = { readonly bot: boolean } | null;

/** The role that Discord makes for another bot when it joins, and removes when it leaves. */
function isOtherBot({ managed, tags }: APIRole, botId: string): boolean {
  return managed === true && tags?.bot_id !== undefined && tags.bot_id !== botId;
}

function otherBots({ guild, botId }: Place): number {
  return guild.roles.filter((role) => isOtherBot(role, botId)).length;
}

function seesByRole({ overwrites }: Place, role: APIRole): boolean {
  return has(role.permissions, Administrator) || allows(overwrites.find((each) => each.id === role.id));
}
