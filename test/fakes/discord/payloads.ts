/** State as Discord writes it on the wire. */
import type { Message } from "./message.ts";
import { permissionsOf } from "./permissions.ts";
import type { Attachment, Channel, Command, Embed, Guild, Interaction, Member, Payload, Role, User } from "./types.ts";
import type { World } from "./world.ts";

export function userPayload(user: User): Payload {
  return {
    id: user.id,
    username: user.username,
    discriminator: "0",
    global_name: user.globalName,
    avatar: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    ...(user.bot ? { bot: true } : {}),
  };
}

export function memberPayload(member: Member): Payload {
  return {
    user: userPayload(member.user),
    nick: null,
    avatar: null,
    banner: null,
    roles: [...member.roles],
    joined_at: new Date(member.joinedAt).toISOString(),
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    unusual_dm_activity_until: null,
  };
}

function rolePayload(role: Role, position: number): Payload {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position,
    permissions: role.permissions.toString(),
    managed: role.botId !== undefined,
    mentionable: false,
    flags: 0,
    ...(role.botId === undefined ? {} : { tags: { bot_id: role.botId } }),
  };
}

export function rolePayloads(guild: Guild): Payload[] {
  return [...guild.roles.values()].map((role, position) => rolePayload(role, position));
}

function lastMessageId(channel: Channel): string | null {
  return channel.log.findLast((message) => !message.isEphemeral)?.id ?? null;
}

export function channelPayload(channel: Channel): Payload {
  const base = { id: channel.id, type: channel.type, last_message_id: lastMessageId(channel), flags: 0 };
  if (channel.guild === undefined) {
    return { ...base, recipients: channel.recipient === undefined ? [] : [userPayload(channel.recipient)] };
  }
  const overwrites = [...channel.overwrites.values()].map((each) => ({
    id: each.id,
    type: each.type,
    allow: each.allow.toString(),
    deny: each.deny.toString(),
  }));
  return {
    ...base,
    guild_id: channel.guild.id,
    name: channel.name,
    topic: null,
    position: [...channel.guild.channels.keys()].indexOf(channel.id),
    parent_id: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: overwrites,
  };
}

/** The members of a guild object that REST and the gateway share. */
export function guildPayload(guild: Guild): Payload {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    region: "deprecated",
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: rolePayloads(guild),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.locale,
    nsfw_level: 0,
    max_members: 25_000_000,
    incidents_data: null,
  };
}

/** GUILD_CREATE for a session with the `Guilds` intent: of the members only the bot itself. */
export function guildCreatePayload(world: World, guild: Guild): Payload {
  const self = guild.members.get(world.bot.id);
  return {
    ...guildPayload(guild),
    joined_at: new Date(self?.joinedAt ?? world.clock.now()).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: self === undefined ? [] : [memberPayload(self)],
    channels: [...guild.channels.values()].map((channel) => ({ ...channelPayload(channel), guild_id: undefined })),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function attachmentPayload(world: World, attachment: Attachment): Payload {
  const expires = Math.floor((attachment.createdAt + ATTACHMENT_LIVES_MS) / 1000).toString(16);
  const url = `${world.url}/attachments/${attachment.channelId}/${attachment.id}/${attachment.filename}?ex=${expires}`;
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.data.length,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
  };
}

/** How long a link to a file works. */
export const ATTACHMENT_LIVES_MS = 24 * 3_600_000;

function interactionMetadata(world: World, interaction: Interaction, message: Message): Payload {
  return {
    id: interaction.id,
    type: interaction.type,
    user: userPayload(interaction.user),
    authorizing_integration_owners: integrationOwners(interaction.channel),
    ...(interaction.type === 2 ? { command_type: 1, name: commandName(interaction) } : {}),
    ...(interaction.type === 3 ? { interacted_message_id: interaction.source?.id } : {}),
    ...(message.isFollowUp ? { original_response_message_id: interaction.original?.id } : {}),
    ...(interaction.type === 5 && interaction.parent !== undefined
      ? { triggering_interaction_metadata: interactionMetadata(world, interaction.parent, message) }
      : {}),
  };
}

function commandName(interaction: Interaction): unknown {
  return (interaction.payload.data as Payload).name;
}

/** Where the app was installed for this to happen: the server, or "0" for its own direct channel. */
export function integrationOwners(channel: Channel): Payload {
  return { "0": channel.guild?.id ?? "0" };
}

function embedPayload(embed: Embed): Payload {
  return { type: "rich", ...embed };
}

export function messagePayload(world: World, message: Message): Payload {
  const { interaction, repliesTo } = message;
  const mentions = message.pings.map((id) => world.users.get(id)).filter((user) => user !== undefined);
  return {
    id: message.id,
    type: interaction?.type === 2 ? 20 : repliesTo === undefined ? 0 : 19,
    channel_id: message.channel.id,
    author: userPayload(message.author),
    content: message.content,
    timestamp: new Date(timestampOf(message.id)).toISOString(),
    edited_timestamp: message.editedAt === undefined ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    mention_everyone: message.pingsEveryone,
    mentions: mentions.map(userPayload),
    mention_roles: [],
    attachments: message.attachments.map((each) => attachmentPayload(world, each)),
    embeds: message.embeds.map(embedPayload),
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.author.bot && interaction !== undefined
      ? { webhook_id: world.applicationId, application_id: world.applicationId }
      : {}),
    ...(interaction === undefined ? {} : { interaction_metadata: interactionMetadata(world, interaction, message) }),
    ...(repliesTo === undefined ? {} : replyPayload(world, repliesTo)),
    ...message.carries,
  };
}

function replyPayload(world: World, target: Message): Payload {
  const reference = {
    type: 0,
    message_id: target.id,
    channel_id: target.channel.id,
    guild_id: target.channel.guild?.id,
  };
  return { message_reference: reference, referenced_message: target.deleted ? null : messagePayload(world, target) };
}

/** The time inside an id, in milliseconds. */
export function timestampOf(id: string): number {
  return Number((BigInt(id) >> 22n) + 1_420_070_400_000n);
}

export function commandPayload(world: World, command: Command): Payload {
  return { ...command, application_id: world.applicationId, version: command.id, type: command.type ?? 1 };
}

/** The invoking member of an interaction, with the permissions in its channel. */
export function invokingMember(guild: Guild, member: Member, channel: Channel): Payload {
  return { ...memberPayload(member), permissions: permissionsOf(guild, member.user.id, channel).toString() };
}
