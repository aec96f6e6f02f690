import type { TelegramMessage, TelegramMessageEntity, TelegramUser } from "@gramio/types";
import { botIsAdmin } from "./membership.ts";
import type { FakeMessage, MessageChange } from "./message.ts";
import { nested } from "./methods/call.ts";
import { detectEntities } from "./text.ts";
import { type Chat, isInside, type World } from "./world.ts";

/** Commands for another bot are not ours: `/help@other_bot`. */
function isCommandForBot(world: World, wire: TelegramMessage): boolean {
  const command = wire.entities?.find((e) => e.type === "bot_command" && e.offset === 0);
  if (!command) return false;
  const addressee = wire.text?.slice(0, command.length).split("@")[1];
  return addressee === undefined || addressee.toLowerCase() === world.bot.username?.toLowerCase();
}

function mentionsBot(world: World, wire: TelegramMessage): boolean {
  const name = `@${world.bot.username}`.toLowerCase();
  return (wire.entities ?? []).some(
    (e) => e.type === "mention" && wire.text?.slice(e.offset, e.offset + e.length).toLowerCase() === name,
  );
}

/** Privacy mode: in groups a bot that is not an administrator sees only what is meant for it, and service messages. */
function isSeenByBot(world: World, chat: Chat, message: FakeMessage): boolean {
  if (chat.wire.type === "private") return true;
  if (!isInside(chat.members.get(world.bot.id))) return false;
  if (botIsAdmin(world, chat) || !world.privacyMode || message.service) return true;
  const { wire } = message;
  const replyToBot = wire.reply_to_message?.from?.id === world.bot.id;
  return replyToBot || isCommandForBot(world, wire) || mentionsBot(world, wire);
}

/** The text fields of a message as a person's client sends it. */
export function typed(text: string, formatted: TelegramMessageEntity[] = []): Partial<TelegramMessage> {
  const { entities } = detectEntities({ text, entities: formatted });
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

/** Posts a person's message or a service message, and tells the bot if it may see it. */
export function post(
  world: World,
  chat: Chat,
  from: TelegramUser,
  content: Partial<TelegramMessage>,
  replyTo?: FakeMessage,
): FakeMessage {
  const reply = replyTo ? { reply_to_message: nested(replyTo) } : {};
  const message = world.add(chat, { from, ...content, ...reply });
  if (isSeenByBot(world, chat, message)) {
    meet(world, from.id);
    world.notify("message", message.wire);
  }
  return message;
}

/** Changes a person's message and tells the bot if it may see it. */
export function amend(world: World, chat: Chat, message: FakeMessage, change: MessageChange): void {
  message.edit({ ...change, edit_date: world.seconds() });
  world.watch.changed();
  if (isSeenByBot(world, chat, message)) world.notify("edited_message", message.wire);
}

/** From now on the bot knows this person's id. */
export function meet(world: World, userId: number): void {
  const account = world.accounts.get(userId);
  if (account) account.met = true;
}
