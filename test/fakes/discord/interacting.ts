/** Making interactions: what a bot is sent when a person does something. */
import { randomBytes } from "node:crypto";
import type { Message } from "./message.ts";
import { channelPayload, integrationOwners, invokingMember, messagePayload, userPayload } from "./payloads.ts";
import { bits, permissionsOf } from "./permissions.ts";
import type { Channel, Interaction, Payload, User } from "./types.ts";
import { ANSWER_WITHIN_MS, type World } from "./world.ts";

/** What apps may do in a direct channel with their own bot ("Interaction Structure"). */
const IN_DM = bits(["AttachFiles", "EmbedLinks", "MentionEveryone", "UseExternalEmojis"]);
const ATTACHMENT_LIMIT = 10 * 1024 * 1024;

export interface Deed {
  readonly type: Interaction["type"];
  readonly user: User;
  readonly channel: Channel;
  readonly data: Payload;
  readonly summary: string;
  readonly source?: Message | undefined;
  readonly parent?: Interaction | undefined;
}

/** Begins an interaction and sends it to the bot. */
export function interact(world: World, deed: Deed, timers: Set<NodeJS.Timeout>): Interaction {
  const id = world.ids.next();
  const token = Buffer.from(`interaction:${id}:${randomBytes(24).toString("hex")}`).toString("base64url");
  const interaction: Interaction = {
    id,
    token,
    type: deed.type,
    user: deed.user,
    channel: deed.channel,
    createdAt: world.clock.now(),
    summary: deed.summary,
    payload: payloadOf(world, deed, id, token),
    source: deed.source,
    parent: deed.parent,
    ack: undefined,
    failed: false,
    modal: undefined,
    original: undefined,
    followUps: [],
  };
  world.interactions.set(id, interaction);
  world.log.note(`${deed.user.username} ${deed.summary}`);
  deliver(world, interaction);
  const timer = setTimeout(() => {
    timers.delete(timer);
    world.expire();
  }, ANSWER_WITHIN_MS);
  timers.add(timer.unref());
  return interaction;
}

/** Sends the event of an interaction, for the first time or again. */
export function deliver(world: World, interaction: Interaction): void {
  world.emit({ name: "INTERACTION_CREATE", intent: 0, data: () => interaction.payload });
}

function payloadOf(world: World, deed: Deed, id: string, token: string): Payload {
  const { channel, user, source } = deed;
  const { last_message_id, permission_overwrites, recipients, ...partial } = channelPayload(channel);
  return {
    id,
    application_id: world.applicationId,
    type: deed.type,
    version: 1,
    token,
    data: deed.data,
    channel: { ...partial, last_message_id, ...permissionsFor(channel, user) },
    channel_id: channel.id,
    ...whoAndWhere(channel, user),
    locale: user.locale,
    app_permissions: (channel.guild === undefined
      ? IN_DM
      : permissionsOf(channel.guild, world.bot.id, channel)
    ).toString(),
    entitlements: [],
    authorizing_integration_owners: integrationOwners(channel),
    context: channel.guild === undefined ? 1 : 0,
    attachment_size_limit: ATTACHMENT_LIMIT,
    ...(source === undefined ? {} : { message: messagePayload(world, source) }),
  };
}

function permissionsFor(channel: Channel, user: User): Payload {
  return channel.guild === undefined ? {} : { permissions: permissionsOf(channel.guild, user.id, channel).toString() };
}

/** In a server a member, in a direct channel a user: never both. */
function whoAndWhere(channel: Channel, user: User): Payload {
  const { guild } = channel;
  const member = guild?.members.get(user.id);
  if (guild === undefined || member === undefined) return { user: userPayload(user) };
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    guild_locale: guild.locale,
    member: invokingMember(guild, member, channel),
  };
}
