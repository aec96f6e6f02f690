/** Discord's packets → our events. Pure; they are read as they come, so that nothing has to be cached. */

import {
  ApplicationCommandType,
  ChannelType,
  ComponentType,
  InteractionContextType,
  InteractionType,
  MessageFlags,
  MessageType,
} from "discord.js";
import { firstSeen } from "../../src/domain/blank.ts";
import type { Account, Chat, Inbound } from "../../src/ports/chat.ts";
import type { CommandSpec } from "../../src/ports/command-spec.ts";
import { readForm, type Submitted } from "./forms.ts";
import { type Names, readMarkdown } from "./markdown.ts";
import { cleanName } from "./name.ts";
import { encodeOrigin, type Origin, originEnds, type Plan, type Sight } from "./origin.ts";
import { receivedIn } from "./received.ts";
import { type Interaction, type Message, read as parse, type User } from "./schema.ts";

export const PLATFORM = "discord";
/** As on Telegram, for somebody whose names cannot be seen. */
const NAMELESS = "Someone";
/** The first millisecond of 2015, from which Discord counts. */
const DISCORD_EPOCH = 1_420_070_400_000;

export type Commands = readonly CommandSpec[];

export interface Read {
  readonly event: Extract<Inbound, { type: "command" | "tap" | "form" }>;
  readonly origin: Origin;
}

/** As Discord takes user names now; an older one with other characters counts as none. */
const USERNAME = /^[a-z0-9_.]{2,32}$/i;

export function account(user: User, locale?: string): Account {
  const name = firstSeen(cleanName(user.global_name ?? ""), cleanName(user.username ?? "")) ?? NAMELESS;
  const handle = USERNAME.test(user.username ?? "") ? { handle: user.username ?? "" } : {};
  const base = { platform: PLATFORM, userId: user.id, name, ...handle };
  return locale === undefined ? base : { ...base, language: locale };
}

const isThere = (value: unknown) => value !== undefined && value !== null;

/** In the direct chat with the bot. With any sign of another place, what is said may be read by others there. */
function isDirect({ guild_id: guild, member, channel, context }: Interaction): boolean {
  if (isThere(guild) || isThere(member)) return false;
  const isElsewhere = typeof context === "number" && context !== InteractionContextType.BotDM;
  return !isElsewhere && (channel?.type ?? ChannelType.DM) === ChannelType.DM;
}

function chatOf(interaction: Interaction, user: User, channel: string): Chat {
  return isDirect(interaction)
    ? { kind: "private", platform: PLATFORM, userId: user.id }
    : { kind: "shared", platform: PLATFORM, chatId: channel };
}

/** The older member is read, too: an answer must not be lost because a newer one is missing. */
function channelOf(interaction: Interaction): string | undefined {
  return interaction.channel?.id ?? interaction.channel_id;
}

function sightOf(interaction: Interaction): Sight {
  if (isDirect(interaction)) return "direct";
  const flags = interaction.message?.flags ?? 0;
  return (flags & MessageFlags.Ephemeral) === 0 ? "shared" : "ephemeral";
}

/** The words of a command in the order of its options, whatever order they were typed in. */
function argsOf(name: string, given: readonly { name: string; value: unknown }[], commands: Commands): string {
  const order = commands.find((command) => command.name === name)?.options ?? [];
  const values = order.map((one) => String(given.find((each) => each.name === one.name)?.value ?? "").trim());
  return values.filter((value) => value !== "").join(" ");
}

const PLANS: Readonly<Record<string, Plan>> = { r: "reply", p: "update", f: "form" };

interface Meant {
  readonly plan: Plan;
  readonly what:
    | { readonly type: "command"; readonly name: string; readonly args: string }
    | { readonly type: "tap"; readonly by: "button"; readonly action: string }
    | ({ readonly type: "form" } & Submitted);
}

function tapped(customId: string): Meant | null {
  const plan = PLANS[customId.slice(0, 1)];
  if (plan === undefined || customId[1] !== ":") return null;
  return { plan, what: { type: "tap", by: "button", action: customId.slice(2) } };
}

function meantByCommand(data: unknown, commands: Commands): Meant | null {
  const command = parse.command(data);
  if (!command || (command.type ?? ApplicationCommandType.ChatInput) !== ApplicationCommandType.ChatInput) return null;
  const { name, options } = command;
  return { plan: "reply", what: { type: "command", name, args: argsOf(name, options, commands) } };
}

function meantByComponent(data: unknown): Meant | null {
  const component = parse.component(data);
  if (!component) return null;
  const { custom_id: action, values = [] } = component;
  const type = component.component_type ?? (values.length > 0 ? ComponentType.StringSelect : ComponentType.Button);
  if (type === ComponentType.Button) return tapped(action);
  return type === ComponentType.StringSelect ? tapped(values[0] ?? "") : null;
}

function meant({ type, data }: Interaction, commands: Commands): Meant | null {
  if (type === InteractionType.ApplicationCommand) return meantByCommand(data, commands);
  if (type === InteractionType.MessageComponent) return meantByComponent(data);
  if (type !== InteractionType.ModalSubmit) return null;
  const form = readForm(data);
  return form === null ? null : { plan: "reply", what: { type: "form", ...form } };
}

/** What an interaction means, and what is needed to answer it; null for one that is none of ours. */
export function readInteraction(raw: unknown, commands: Commands, now: number): Read | null {
  const interaction = parse.interaction(raw);
  if (interaction === null) return null;
  const user = parse.member(interaction.member)?.user ?? interaction.user;
  const found = meant(interaction, commands);
  const channel = channelOf(interaction);
  if (user === undefined || found === null || channel === undefined) return null;
  const message = interaction.message?.id;
  const origin: Origin = {
    app: interaction.application_id,
    id: interaction.id,
    token: interaction.token,
    user: user.id,
    channel,
    plan: found.plan,
    sight: sightOf(interaction),
    ...(message === undefined ? {} : { message }),
    until: originEnds(now),
  };
  const from = account(user, interaction.locale);
  const chat = chatOf(interaction, user, channel);
  const base = { eventId: interaction.id, from, chat, origin: encodeOrigin(origin) };
  const about = message === undefined || found.what.type === "form" ? {} : { messageId: message };
  return { event: { ...base, ...about, ...found.what }, origin };
}

const ANSWERABLE: readonly number[] = [
  InteractionType.ApplicationCommand,
  InteractionType.MessageComponent,
  InteractionType.ModalSubmit,
];

/** Where to answer somebody whose interaction could not be understood; null where even that is not known. */
export function readAddress(raw: unknown): Pick<Origin, "id" | "token"> | null {
  const interaction = parse.interaction(raw);
  return interaction !== null && ANSWERABLE.includes(interaction.type) ? interaction : null;
}

/** Only a person's own words in the direct chat: no bots, no “… pinned a message”. */
function isSpoken({ guild_id: guild, type = MessageType.Default, author }: Message): boolean {
  return !isThere(guild) && (type === MessageType.Default || type === MessageType.Reply) && !author.bot;
}

/** An id of Discord's tells when it was made. */
function timeOf(id: string): number {
  return /^\d{1,20}$/.test(id) ? Number(BigInt(id) >> 22n) + DISCORD_EPOCH : 0;
}

function sentAt({ id, timestamp }: Message): number {
  const said = Date.parse(timestamp ?? "");
  return Number.isNaN(said) ? timeOf(id) : said;
}

/** A message in a direct chat; null for every other message. */
export function readMessage(raw: unknown): Inbound | null {
  const message = parse.message(raw);
  if (message === null || !isSpoken(message)) return null;
  const from = account(message.author);
  const chat: Chat = { kind: "private", platform: PLATFORM, userId: message.author.id };
  const base = { eventId: message.id, from, chat, messageId: message.id };
  const media = receivedIn(message);
  const { content = "", message_reference: reference } = message;
  const replied = reference?.message_id;
  const about = { sentAt: sentAt(message), ...(replied === undefined ? {} : { replyTo: replied }) };
  const words = readMarkdown(content, namesIn(message));
  const { text: caption, spans } = words;
  if (media) return { ...base, ...about, type: "media", media, caption, ...(spans === undefined ? {} : { spans }) };
  if (content !== "") return { ...base, ...about, type: "text", ...words };
  return { ...base, type: "unsupported", what: message.sticker_items ? "sticker" : "other" };
}

/** What those are called whom a message mentions. */
function namesIn({ mentions }: Message): Names {
  return Object.fromEntries(mentions.map((user) => [user.id, account(user).name]));
}

/** New words of an old message. Discord also sends updates without an edit, when it has looked a link up. */
export function readEdit(raw: unknown): Inbound | null {
  const message = parse.message(raw);
  if (message === null || !isSpoken(message) || !message.edited_timestamp || !message.content) return null;
  return {
    type: "edited",
    eventId: `${message.id}:${message.edited_timestamp}`,
    from: account(message.author),
    chat: { kind: "private", platform: PLATFORM, userId: message.author.id },
    messageId: message.id,
    ...readMarkdown(message.content, namesIn(message)),
  };
}
