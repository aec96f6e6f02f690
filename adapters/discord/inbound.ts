/** Discord's packets → our events. Pure; they are read as they come, so that nothing has to be cached. */

import {
  type APIApplicationCommandInteraction,
  type APIInteraction,
  type APIMessage,
  type APIUser,
  ApplicationCommandType,
  ComponentType,
  type GatewayMessageUpdateDispatchData,
  InteractionType,
  MessageFlags,
  MessageType,
} from "discord.js";
import { firstSeen } from "../../src/domain/blank.ts";
import type { Account, Chat, CommandSpec, Inbound } from "../../src/ports/chat.ts";
import { readForm, type Submitted } from "./forms.ts";
import { encodeOrigin, type Origin, originEnds, type Plan, type Sight } from "./origin.ts";
import { receivedIn } from "./received.ts";

export const PLATFORM = "discord";
/** As on Telegram, for somebody whose names cannot be seen. */
const NAMELESS = "Someone";

export type Commands = readonly CommandSpec[];

export interface Read {
  readonly event: Extract<Inbound, { type: "command" | "tap" | "form" }>;
  readonly origin: Origin;
}

function account(user: APIUser, locale?: string): Account {
  const base = { platform: PLATFORM, userId: user.id, name: firstSeen(user.global_name, user.username) ?? NAMELESS };
  return locale === undefined ? base : { ...base, language: locale };
}

function chatOf(interaction: APIInteraction, user: APIUser): Chat {
  return interaction.guild_id === undefined
    ? { kind: "private", platform: PLATFORM, userId: user.id }
    : { kind: "shared", platform: PLATFORM, chatId: channelOf(interaction) ?? "" };
}

/** The older member is read, too: an answer must not be lost because a newer one is missing. */
function channelOf(interaction: APIInteraction): string | undefined {
  return interaction.channel?.id ?? interaction.channel_id;
}

function sightOf(interaction: APIInteraction): Sight {
  if (interaction.guild_id === undefined) return "direct";
  const flags = interaction.message?.flags ?? 0;
  return (flags & MessageFlags.Ephemeral) === 0 ? "shared" : "ephemeral";
}

/** The words of a command in the order of its options, whatever order they were typed in. */
function argsOf(interaction: APIApplicationCommandInteraction, commands: Commands): string {
  const { data } = interaction;
  const given = "options" in data ? (data.options ?? []) : [];
  const order = commands.find((command) => command.name === data.name)?.options ?? [];
  const values = order.map(({ name }) => {
    const option = given.find((each) => each.name === name);
    return option !== undefined && "value" in option ? String(option.value).trim() : "";
  });
  return values.filter((value) => value !== "").join(" ");
}

const PLANS: Readonly<Record<string, Plan>> = { r: "reply", p: "update", f: "form" };

interface Meant {
  readonly plan: Plan;
  readonly what:
    | { readonly type: "command"; readonly name: string; readonly args: string }
    | { readonly type: "tap"; readonly action: string }
    | ({ readonly type: "form" } & Submitted);
}

function tapped(customId: string): Meant | null {
  const plan = PLANS[customId.slice(0, 1)];
  if (plan === undefined || customId[1] !== ":") return null;
  return { plan, what: { type: "tap", action: customId.slice(2) } };
}

function meant(interaction: APIInteraction, commands: Commands): Meant | null {
  if (interaction.type === InteractionType.ApplicationCommand) {
    if (interaction.data.type !== ApplicationCommandType.ChatInput) return null;
    const what = { type: "command", name: interaction.data.name, args: argsOf(interaction, commands) } as const;
    return { plan: "reply", what };
  }
  if (interaction.type === InteractionType.MessageComponent) {
    const { data } = interaction;
    if (data.component_type === ComponentType.Button) return tapped(data.custom_id);
    if (data.component_type === ComponentType.StringSelect) return tapped(data.values[0] ?? "");
    return null;
  }
  if (interaction.type !== InteractionType.ModalSubmit) return null;
  const form = readForm(interaction.data);
  return form === null ? null : { plan: "reply", what: { type: "form", ...form } };
}

/** What an interaction means, and what is needed to answer it; null for one that is none of ours. */
export function readInteraction(interaction: APIInteraction, commands: Commands, now: number): Read | null {
  const user = interaction.member?.user ?? interaction.user;
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
  const from = account(user, "locale" in interaction ? interaction.locale : undefined);
  const base = { eventId: interaction.id, from, chat: chatOf(interaction, user), origin: encodeOrigin(origin) };
  const about = message === undefined || found.what.type === "form" ? {} : { messageId: message };
  return { event: { ...base, ...about, ...found.what }, origin };
}

/** Only a person's own words in the direct chat: no bots, no “… pinned a message”. */
function isSpoken(message: Pick<APIMessage, "author" | "type"> & { guild_id?: string }): boolean {
  const isOrdinary = message.type === MessageType.Default || message.type === MessageType.Reply;
  return message.guild_id === undefined && isOrdinary && message.author.bot !== true;
}

/** A message in a direct chat; null for every other message. */
export function readMessage(message: APIMessage & { guild_id?: string }): Inbound | null {
  if (!isSpoken(message)) return null;
  const from = account(message.author);
  const chat: Chat = { kind: "private", platform: PLATFORM, userId: message.author.id };
  const base = { eventId: message.id, from, chat, messageId: message.id };
  const media = receivedIn(message);
  const replied = message.message_reference?.message_id;
  const about = { sentAt: Date.parse(message.timestamp), ...(replied === undefined ? {} : { replyTo: replied }) };
  if (media) return { ...base, ...about, type: "media", media, caption: message.content };
  if (message.content !== "") return { ...base, ...about, type: "text", text: message.content };
  const what = (message.sticker_items ?? []).length > 0 ? "sticker" : "other";
  return { ...base, type: "unsupported", what };
}

/** New words of an old message. Discord also sends updates without an edit, when it has looked a link up. */
export function readEdit(message: GatewayMessageUpdateDispatchData): Inbound | null {
  const edited = message.edited_timestamp;
  if (!message.author || !isSpoken(message) || !edited || !message.content) return null;
  return {
    type: "edited",
    eventId: `${message.id}:${edited}`,
    from: account(message.author),
    chat: { kind: "private", platform: PLATFORM, userId: message.author.id },
    messageId: message.id,
    text: message.content,
  };
}
