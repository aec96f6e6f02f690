/** What an update means to the application. Pure: the same update gives the same event. */
import { isBlank } from "../../src/domain/blank.ts";
import type { Chat, Inbound } from "../../src/ports/chat.ts";
import { account, PLATFORM } from "./account.ts";
import { COMMAND, isOwn, isToBot, mentionOf } from "./addressed.ts";
import { ACTION } from "./limits.ts";
import { tapOrigin } from "./origin.ts";
import { receivedIn } from "./received.ts";
import { type CallbackQuery, isInside, type Me, type MemberUpdate, type Message, type Update } from "./schema.ts";
import { wordsOf } from "./words.ts";

/** Message fields that hold something a person sent and that is not text. The more telling ones first. */
const CONTENT = [
  "animation",
  "audio",
  "voice",
  "video_note",
  "live_photo",
  "video",
  "photo",
  "sticker",
  "document",
  "paid_media",
  "story",
  "checklist",
  "contact",
  "dice",
  "game",
  "poll",
  "venue",
  "location",
  "rich_message",
  "invoice",
  "giveaway",
] as const;

/** The number of the topic that every such chat has; nothing can be sent to it by its number. */
const GENERAL = 1;
const OPENED = ["forum_topic_reopened", "general_forum_topic_unhidden"];
const CLOSED = ["forum_topic_closed", "general_forum_topic_hidden"];

function isGroup(type: string): boolean {
  return type === "group" || type === "supergroup";
}

function chatOf(chat: { id: number; type: string }): Chat | null {
  if (chat.type === "private") return { kind: "private", platform: PLATFORM, userId: String(chat.id) };
  return isGroup(chat.type) ? { kind: "shared", platform: PLATFORM, chatId: String(chat.id) } : null;
}

/** Chats whose order an update belongs to: both of a migration, so that nothing overtakes it. */
export function chatsOf(update: Update): readonly number[] {
  const message = update.message ?? update.edited_message ?? update.channel_post;
  if (message) {
    const moved = [message.migrate_to_chat_id, message.migrate_from_chat_id];
    return [message.chat.id, ...moved.filter((id) => id !== undefined)];
  }
  const query = update.callback_query;
  if (query) return [query.message?.chat.id ?? query.from.id];
  const member = update.my_chat_member ?? update.chat_member;
  return member ? [member.chat.id] : [];
}

/** The event of an update; null when it means nothing to us. */
export function toInbound(update: Update, me: Me): Inbound | null {
  const eventId = String(update.update_id);
  if (update.message) return fromMessage(eventId, update.message, me);
  if (update.channel_post) return fromNobody(eventId, update.channel_post, me);
  if (update.edited_message) return fromEdit(eventId, update.edited_message, me);
  if (update.callback_query) return fromTap(eventId, update.callback_query);
  if (update.my_chat_member) return fromOwnMembership(eventId, update.my_chat_member);
  return update.chat_member ? fromMembership(eventId, update.chat_member, me) : null;
}

function fromMessage(eventId: string, message: Message, me: Me): Inbound | null {
  const service = fromService(eventId, message, me);
  if (service) return service;
  const chat = chatOf(message.chat);
  // Anonymous administrators and channels speak for nobody whom we could know.
  if (message.sender_chat || message.chat.type === "channel") return fromNobody(eventId, message, me);
  if (!chat || !message.from || message.from.is_bot) return null;
  const base = { eventId, from: account(message.from), chat, ...topicOf(message) };
  const messageId = String(message.message_id);
  const command = COMMAND.exec(message.text ?? "");
  if (command) return fromCommand({ ...base, messageId }, command, message, me);
  if (chat.kind === "shared") return fromGroup({ ...base, messageId }, message, me);
  if (message.text === undefined || isBlank(message.text)) return fromContent({ ...base, messageId }, message);
  return {
    ...base,
    type: "text",
    ...wordsOf(message.text, message.entities),
    messageId,
    sentAt: message.date * 1000,
    ...replyOf(message),
  };
}

/** Only what is said to the bot, which in a group is a reply to it, a mention, or a command in a caption. */
function fromGroup(base: Base, message: Message, me: Me): Inbound | null {
  if (!isToBot(message, me)) return null;
  const said = (message.text ?? message.caption ?? "").replace(mentionOf(me), "");
  const empty = isBlank(said) && message.text !== undefined;
  return { ...base, type: "overheard", empty };
}

function fromNobody(eventId: string, message: Message, me: Me): Inbound | null {
  const isChannel = message.chat.type === "channel";
  if (message.is_automatic_forward || (!isGroup(message.chat.type) && !isChannel)) return null;
  const command = COMMAND.exec(message.text ?? message.caption ?? "");
  const isCommand = command !== null && isOwn(command[2], me);
  if (!isCommand && (isChannel || !isToBot(message, me))) return null;
  const as = isChannel ? "channel" : message.from?.id === ANONYMOUS_ADMIN ? "admin" : "sender";
  return { eventId, platform: PLATFORM, type: "faceless", chatId: String(message.chat.id), as, ...topicOf(message) };
}

/** The account under which the platform shows who administrates anonymously. */
const ANONYMOUS_ADMIN = 1_087_968_824;

type Threaded = Pick<Message, "message_thread_id" | "is_topic_message">;

/** The general topic is none, whether the platform gives it its number or not. */
function topicOf({ message_thread_id: id, is_topic_message: isTopic }: Threaded): { readonly topic?: string } {
  return isTopic === true && id !== undefined && id !== GENERAL ? { topic: String(id) } : {};
}

function replyOf({ reply_to_message: reply }: Message): { readonly replyTo?: string } {
  return reply ? { replyTo: String(reply.message_id) } : {};
}

type Base = Pick<Extract<Inbound, { type: "command" }>, "eventId" | "from" | "chat" | "topic"> & {
  readonly messageId: string;
};

function fromCommand(
  base: Base,
  [all, name, bot, rest = ""]: RegExpExecArray,
  message: Message,
  me: Me,
): Inbound | null {
  if (!isOwn(bot, me)) return null;
  const { text: typedAfter, spans } = wordsOf(all, message.entities, all.length - rest.length);
  const args = typedAfter.trimEnd();
  const { messageId, ...from } = base;
  const isStart = name?.toLowerCase() === "start";
  if (isStart && base.chat.kind === "private" && ACTION.test(args))
    return { ...from, type: "tap", by: "link", action: args };
  // 0: only its sender can see it, and no other call takes that id.
  const typed = messageId === "0" ? {} : { messageId };
  return { ...from, ...typed, type: "command", name: (name ?? "").toLowerCase(), args, ...(spans ? { spans } : {}) };
}

function fromContent(base: Base, message: Message): Inbound | null {
  const media = receivedIn(message);
  if (media) {
    const { caption: said = "", caption_entities: found, media_group_id: album, date } = message;
    const { text: caption, spans } = wordsOf(said, found);
    const styles = spans === undefined ? {} : { spans };
    const grouped = album === undefined ? {} : { album };
    return { ...base, type: "media", media, caption, ...styles, ...grouped, ...replyOf(message), sentAt: date * 1000 };
  }
  const what = message.text !== undefined ? "empty" : CONTENT.find((field) => message[field] !== undefined);
  return what ? { ...base, type: "unsupported", what } : null;
}

function fromService(eventId: string, message: Message, me: Me): Inbound | null {
  if (!isGroup(message.chat.type)) return null;
  const about = { eventId, platform: PLATFORM };
  const chatId = String(message.chat.id);
  const { migrate_to_chat_id: to, migrate_from_chat_id: from } = message;
  if (to !== undefined) return { ...about, type: "migrated", fromChatId: chatId, toChatId: String(to) };
  if (from !== undefined) return { ...about, type: "migrated", fromChatId: String(from), toChatId: chatId };
  const says = (fields: readonly string[]) => fields.some((field) => message[field] !== undefined);
  if (says(OPENED) || says(CLOSED)) {
    return { ...about, type: "topic", chatId, topic: topicOf(message).topic ?? null, open: says(OPENED) };
  }
  // The bot's own coming and going is told by `my_chat_member`.
  const joined = (message.new_chat_members ?? []).filter((user) => user.id !== me.id);
  if (joined.length > 0) return { ...about, type: "joined", chatId, userIds: joined.map((user) => String(user.id)) };
  const left = message.left_chat_member;
  return left && left.id !== me.id ? { ...about, type: "left", chatId, userId: String(left.id) } : null;
}

/** Text, and files with their captions: an edit of a moving location says nothing about an answer. */
function fromEdit(eventId: string, message: Message, me: Me): Inbound | null {
  const chat = chatOf(message.chat);
  if (!chat || !message.from || message.from.is_bot || message.sender_chat) return null;
  const base = { eventId, from: account(message.from), chat, messageId: String(message.message_id) };
  if (chat.kind === "shared") return fromEditInGroup(base, message, me);
  const { text } = message;
  // One that was emptied is told, too: its author hears that what is sealed stays as it was.
  if (text !== undefined) return { ...base, type: "edited", ...wordsOf(text, message.entities) };
  const content = fromContent(base, message);
  return content?.type === "media" ? { ...content, edited: true } : null;
}

/** Something that was made a command by an edit, or is said to the bot since. */
function fromEditInGroup(base: Base, message: Message, me: Me): Inbound | null {
  const [, name, bot, rest = ""] = COMMAND.exec(message.text ?? "") ?? [];
  if (name === undefined) return fromGroup(base, message, me);
  if (!isOwn(bot, me)) return null;
  return { ...base, type: "overheard", empty: isBlank(rest), command: name.toLowerCase() };
}

/** What no button of ours carries: whoever tapped hears that it leads nowhere. */
const UNKNOWN_ACTION = "unknown";

function fromTap(eventId: string, query: CallbackQuery): Inbound | null {
  if (query.from.is_bot) return null;
  const { message, data = "" } = query;
  // Of a message that came by way of inline mode, or in a channel, nothing but who tapped is known.
  const chat = message ? chatOf(message.chat) : null;
  const action = chat !== null && ACTION.test(data) ? data : UNKNOWN_ACTION;
  const by = { eventId, from: account(query.from), type: "tap", by: "button", action } as const;
  if (!message || chat === null) {
    const own = { kind: "private", platform: PLATFORM, userId: String(query.from.id) } as const;
    return { ...by, chat: own, origin: tapOrigin(query.id, null) };
  }
  const { message_id: messageId } = message;
  const origin = tapOrigin(query.id, { chatId: String(message.chat.id), messageId });
  return { ...by, chat, origin, ...topicOf(message), messageId: String(messageId) };
}

/** Whether somebody was in the chat before, and is now. Where the former is not said it counts as a change. */
function insides({ old_chat_member: before, new_chat_member: after }: MemberUpdate): readonly [boolean, boolean] {
  const now = isInside(after);
  return [before ? isInside(before) : !now, now];
}

function fromOwnMembership(eventId: string, change: MemberUpdate): Inbound | null {
  const about = { eventId, platform: PLATFORM };
  const [before, now] = insides(change);
  if (change.chat.type === "private") {
    return { ...about, type: now ? "reachable" : "unreachable", userId: String(change.chat.id) };
  }
  if (!isGroup(change.chat.type) || (before === now && !now)) return null;
  const chatId = String(change.chat.id);
  // Made an administrator, restricted, or free again: it may be able to write there now.
  if (before === now) return { ...about, type: "standing-changed", chatId };
  if (!now) return { ...about, type: "bot-removed", chatId };
  return change.from ? { ...about, type: "bot-added", chatId, by: account(change.from) } : null;
}

function fromMembership(eventId: string, change: MemberUpdate, me: Me): Inbound | null {
  const { user } = change.new_chat_member;
  const [before, now] = insides(change);
  if (!isGroup(change.chat.type) || user.id === me.id || before === now) return null;
  const about = { eventId, platform: PLATFORM, chatId: String(change.chat.id) };
  const userId = String(user.id);
  return now ? { ...about, type: "joined", userIds: [userId] } : { ...about, type: "left", userId };
}
