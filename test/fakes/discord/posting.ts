/** Making, changing and removing messages, and telling the gateway. */
import { Message, type MessageInit } from "./message.ts";
import { memberPayload, messagePayload } from "./payloads.ts";
import { canSee, may } from "./permissions.ts";
import { Flag } from "./rules-message.ts";
import type { Attachment, Channel, Component, FileInput, Interaction, MessageBody, Payload, User } from "./types.ts";
import type { World } from "./world.ts";

export const Intent = {
  Guilds: 1 << 0,
  GuildMembers: 1 << 1,
  GuildPresences: 1 << 8,
  GuildMessages: 1 << 9,
  DirectMessages: 1 << 12,
  MessageContent: 1 << 15,
} as const;

interface Draft {
  readonly channel: Channel;
  readonly author: User;
  readonly body: MessageBody;
  readonly files: readonly FileInput[];
  readonly interaction?: Interaction | undefined;
  readonly isFollowUp?: boolean;
  readonly flags?: number;
  /** A sticker, a poll, a forwarded message: fields of their own, beside the words. */
  readonly carries?: Payload;
}

/** Puts a message into a channel. The body has been checked already. */
export function post(world: World, draft: Draft): Message {
  const { channel, author, body, interaction } = draft;
  const init: MessageInit = {
    id: world.ids.next(),
    channel,
    author,
    flags: draft.flags ?? body.flags ?? 0,
    nonce: body.nonce ?? undefined,
    interaction,
    isFollowUp: draft.isFollowUp ?? false,
    repliesTo: channel.log.find((each) => each.id === body.message_reference?.message_id),
  };
  const message = new Message(init);
  message.carries = draft.carries ?? {};
  write(world, message, body, draft.files);
  channel.log.push(message);
  announce(world, "MESSAGE_CREATE", message);
  world.log.note(`${author.username} ${place(message)}: ${message.text || "(nothing yet)"}`);
  return message;
}

function place(message: Message): string {
  const only = message.onlyFor;
  const where =
    message.channel.recipient === undefined
      ? `in #${message.channel.name}`
      : `in DM with ${message.channel.recipient.username}`;
  return only === undefined ? where : `${where}, only for ${only.username}`;
}

/** Changes a message in place: what the body leaves out stays. */
export function edit(world: World, message: Message, body: MessageBody, files: readonly FileInput[] = []): void {
  if (!message.isLoading) {
    message.earlier.push(message.text);
    message.editedAt = world.clock.now();
  }
  message.flags = (message.flags & ~Flag.Loading) | ((body.flags ?? 0) & (Flag.ComponentsV2 | Flag.SuppressEmbeds));
  write(world, message, body, files);
  announce(world, "MESSAGE_UPDATE", message);
  world.log.note(`${message.author.username} edits ${place(message)}: ${message.text}`);
}

/** Removes a message for everyone. */
export function remove(world: World, message: Message): void {
  message.deleted = true;
  const { channel } = message;
  if (!message.isEphemeral && audible(world, message)) {
    const data = { id: message.id, channel_id: channel.id, ...(channel.guild ? { guild_id: channel.guild.id } : {}) };
    world.emit({ name: "MESSAGE_DELETE", intent: intentFor(channel), data: () => data });
  }
  world.log.note(`deleted ${place(message)}: ${message.text}`);
}

function write(world: World, message: Message, body: MessageBody, files: readonly FileInput[]): void {
  if (body.content !== undefined) message.content = body.content ?? "";
  if (body.embeds !== undefined) message.embeds = body.embeds ?? [];
  if (body.components !== undefined) message.components = numbered(body.components ?? []);
  if (body.attachments !== undefined || files.length > 0) message.attachments = attach(world, message, body, files);
  if (body.content !== undefined) notify(message, body);
}

/** Gives every component the `id` that Discord fills in where the app left it out. */
export function numbered(components: readonly Component[]): readonly Component[] {
  let next = 0;
  const copy = structuredClone(components);
  const visit = (component: Component): void => {
    next += 1;
    component.id = component.id || next;
    for (const child of component.components ?? []) visit(child);
    if (component.component !== undefined) visit(component.component);
    if (component.accessory !== undefined) visit(component.accessory);
  };
  for (const component of copy) visit(component);
  return copy;
}

function attach(world: World, message: Message, body: MessageBody, files: readonly FileInput[]): Attachment[] {
  const listed = body.attachments ?? [];
  const kept = message.attachments.filter(
    (old) => body.attachments === undefined || listed.some((each) => String(each.id) === old.id),
  );
  const added = files.map((file, index) => {
    const described = listed.find((each) => String(each.id) === String(index))?.description ?? undefined;
    return storeFile(world, message.channel, file, described);
  });
  return [...kept, ...added];
}

/** Puts a file onto the fake's own “CDN”. */
export function storeFile(world: World, channel: Channel, file: FileInput, description?: string): Attachment {
  const attachment: Attachment = {
    id: world.ids.next(),
    filename: file.name,
    contentType: file.contentType ?? "application/octet-stream",
    data: Buffer.from(file.data as string),
    description,
    channelId: channel.id,
    createdAt: world.clock.now(),
  };
  world.attachments.set(attachment.id, attachment);
  return attachment;
}

/** Who is notified: the mentions in the text that `allowed_mentions` lets through. */
function notify(message: Message, body: MessageBody): void {
  const allowed = body.allowed_mentions;
  const named = [...message.content.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? "");
  const isFree = (kind: string) =>
    allowed === undefined || allowed === null || (allowed.parse?.includes(kind) ?? false);
  const pings = named.filter((id) => isFree("users") || (allowed?.users?.includes(id) ?? false));
  const everyone = /@everyone|@here/.test(message.content) && isFree("everyone");
  // A reply notifies who is replied to, unless its author switches that off.
  const answered = message.repliesTo?.author;
  if (answered && allowed?.replied_user !== false) pings.push(answered.id);
  message.pings = [...new Set(pings)];
  message.pingsEveryone = everyone && may(message.author, message.channel, "MentionEveryone");
}

function intentFor(channel: Channel): number {
  return channel.guild === undefined ? Intent.DirectMessages : Intent.GuildMessages;
}

function audible(world: World, message: Message): boolean {
  return canSee(world.bot, message.channel);
}

function announce(world: World, name: string, message: Message): void {
  if (message.isEphemeral || !audible(world, message)) return;
  world.emit({
    name,
    intent: intentFor(message.channel),
    data: (intents) => messageFor(world, message, intents),
  });
}

/** In a server an event also says which one, and the author's membership without the user in it. */
function memberOf({ channel, author }: Message): Payload {
  if (channel.guild === undefined) return {};
  const member = channel.guild.members.get(author.id);
  if (member === undefined) return { guild_id: channel.guild.id };
  const { user: _, ...partial } = memberPayload(member);
  return { guild_id: channel.guild.id, member: partial };
}

/** A message as a session sees it: without the MessageContent intent other people's words are left out. */
function messageFor(world: World, message: Message, intents: number): Payload {
  const { guild } = message.channel;
  const payload = { ...messagePayload(world, message), channel_type: message.channel.type, ...memberOf(message) };
  const isOpen = guild === undefined || message.author === world.bot || message.pings.includes(world.bot.id);
  if (isOpen || (intents & Intent.MessageContent) !== 0) return payload;
  return { ...payload, content: "", embeds: [], attachments: [], components: [] };
}
