/** Servers, their roles and members, channels, and opening direct channels. */
import { Issues } from "./issues.ts";
import { channelPayload, guildPayload, memberPayload, rolePayloads } from "./payloads.ts";
import { canSee } from "./permissions.ts";
import { Intent } from "./posting.ts";
import { refuse } from "./refusal.ts";
import { type Call, ok, type Route, refuseIssues, route } from "./router.ts";
import { checkSchema } from "./schema.ts";
import type { Channel, Guild } from "./types.ts";

/** The server of a request; refused when the bot is not in it. */
function guildOf({ world, params }: Call): Guild {
  const guild = world.guilds.get(params.guild ?? "");
  if (guild === undefined) throw refuse.unknownGuild();
  if (!guild.members.has(world.bot.id)) throw refuse.missingAccess();
  return guild;
}

function guild(call: Call): object {
  const found = guildOf(call);
  const payload = { ...guildPayload(found), roles: rolePayloads(found) };
  if (call.query.get("with_counts") !== "true") return payload;
  const count = found.approximateMemberCount ?? found.members.size;
  return { ...payload, approximate_member_count: count, approximate_presence_count: count };
}

function member(call: Call): object {
  const found = guildOf(call);
  const id = call.params.user ?? "";
  if (!call.world.users.has(id)) throw refuse.unknownUser();
  const known = found.members.get(id);
  if (known === undefined) throw refuse.unknownMember();
  return memberPayload(known);
}

/** Listing members needs the privileged intent, over REST as well. */
function members(call: Call): object[] {
  const found = guildOf(call);
  if ((call.gateway.privilegedIntents & Intent.GuildMembers) === 0) throw refuse.missingAccess();
  return [...found.members.values()].map(memberPayload);
}

/** The channel of a request; refused when there is none or the bot cannot see it. */
export function channelOf({ world, params }: Call): Channel {
  const channel = world.channels.get(params.channel ?? "");
  if (channel === undefined || channel.deleted) throw refuse.unknownChannel();
  if (!canSee(world.bot, channel)) throw refuse.missingAccess();
  return channel;
}

function openDirect(call: Call): object {
  const { world } = call;
  const issues = new Issues();
  checkSchema("directChannel", call.body, issues);
  refuseIssues(call, issues);
  const id = (call.body as { recipient_id?: string } | undefined)?.recipient_id ?? "";
  const user = world.users.get(id);
  if (user === undefined || user === world.bot) throw refuse.invalidRecipient();
  if (world.directChannel(user) === undefined) {
    if (!world.sharesGuild(user) && !user.installed) throw refuse.noMutualGuild();
    if (world.newDirectChannelsLeft <= 0) throw refuse.openingDmsTooFast();
    world.newDirectChannelsLeft -= 1;
  }
  return channelPayload(world.openDirectChannel(user));
}

export const guildRoutes: readonly Route[] = [
  route("GET", "/guilds/:guild", (call) => ok(guild(call))),
  route("GET", "/guilds/:guild/roles", (call) => ok(rolePayloads(guildOf(call)))),
  route("GET", "/guilds/:guild/channels", (call) => ok([...guildOf(call).channels.values()].map(channelPayload))),
  route("GET", "/guilds/:guild/members", (call) => ok(members(call))),
  route("GET", "/guilds/:guild/members/:user", (call) => ok(member(call))),
  route("GET", "/channels/:channel", (call) => ok(channelPayload(channelOf(call)))),
  route("POST", "/users/@me/channels", (call) => ok(openDirect(call))),
];
