import { isDeepStrictEqual } from "node:util";
import type { TelegramMessage } from "@gramio/types";
import { badRequest, notModified } from "../errors.ts";
import { checkMarkup } from "../keyboard.ts";
import type { FakeMessage, MessageChange } from "../message.ts";
import { assertMaySend, topicFields } from "../rights.ts";
import { captionText, messageText } from "../text.ts";
import { type Chat, isInside } from "../world.ts";
import {
  type Call,
  type Handler,
  nested,
  number,
  refuseUnmodelled,
  replyTarget,
  takeRate,
  text,
  textInput,
} from "./call.ts";

const DELETABLE_SECONDS = 48 * 60 * 60;
const MAX_ANSWER = 200;
const MAX_DELETED_AT_ONCE = 100;

/** Fields that every message of the bot carries. */
export function outgoing(call: Call, chat: Chat, content: Partial<TelegramMessage>): Partial<TelegramMessage> {
  assertMaySend(call.world, chat, content);
  const topic = topicFields(call.world, chat, call.params.message_thread_id);
  const reply = replyTarget(call, chat);
  const markup = checkMarkup(call.params.reply_markup, chat.wire.type);
  const protect = call.params.protect_content === true;
  return {
    from: call.world.bot,
    ...content,
    ...topic,
    ...(reply ? { reply_to_message: nested(reply) } : {}),
    ...(markup ? { reply_markup: markup } : {}),
    ...(protect ? { has_protected_content: true as const } : {}),
  };
}

const sendMessage: Handler = (call) => {
  refuseUnmodelled(call);
  if (textInput(call, "text").text === "") throw badRequest("message text is empty");
  const chat = call.world.writableChat(call.params.chat_id);
  const formatted = messageText(textInput(call, "text"), "message is too long");
  const preview = call.params.link_preview_options as TelegramMessage["link_preview_options"];
  const fields = outgoing(call, chat, {
    text: formatted.text,
    ...(formatted.entities.length > 0 ? { entities: formatted.entities } : {}),
    ...(preview ? { link_preview_options: preview } : {}),
  });
  takeRate(call, chat);
  return call.world.add(chat, fields).wire;
};

/** The bot's own message that an edit is about. */
export function editable(call: Call, chat: Chat): FakeMessage {
  const id = number(call, "message_id");
  if (id === undefined) throw badRequest("message identifier is not specified");
  const message = call.world.find(chat, id);
  if (!message) throw badRequest("message to edit not found");
  if (message.wire.from?.id !== call.world.bot.id || message.service) throw badRequest("message can't be edited");
  return message;
}

/** Applies an edit that changes something. */
function applyEdit(call: Call, chat: Chat, message: FakeMessage, change: MessageChange): TelegramMessage {
  if (isDeepStrictEqual(message.wire, message.changed(change))) throw notModified();
  takeRate(call, chat);
  message.edit({ ...change, edit_date: call.world.seconds() });
  call.world.watch.changed();
  return message.wire;
}

const editMessageText: Handler = (call) => {
  refuseUnmodelled(call);
  if (textInput(call, "text").text === "") throw badRequest("message text is empty");
  const chat = call.world.writableChat(call.params.chat_id);
  const message = editable(call, chat);
  if (message.wire.text === undefined) throw badRequest("there is no text in the message to edit");
  const { text: newText, entities } = messageText(textInput(call, "text"), "MESSAGE_TOO_LONG");
  const preview = call.params.link_preview_options as TelegramMessage["link_preview_options"];
  return applyEdit(call, chat, message, {
    text: newText,
    entities: entities.length > 0 ? entities : undefined,
    // An edit without a keyboard takes the keyboard away.
    reply_markup: checkMarkup(call.params.reply_markup, chat.wire.type),
    ...(preview ? { link_preview_options: preview } : {}),
  });
};

const editMessageCaption: Handler = (call) => {
  refuseUnmodelled(call);
  const chat = call.world.writableChat(call.params.chat_id);
  const message = editable(call, chat);
  if (message.fileIds.length === 0) throw badRequest("there is no caption in the message to edit");
  const { text: caption, entities } = captionText(textInput(call, "caption"));
  return applyEdit(call, chat, message, {
    caption: caption || undefined,
    caption_entities: entities.length > 0 ? entities : undefined,
    reply_markup: checkMarkup(call.params.reply_markup, chat.wire.type),
  });
};

const editMessageReplyMarkup: Handler = (call) => {
  refuseUnmodelled(call);
  const chat = call.world.writableChat(call.params.chat_id);
  const message = editable(call, chat);
  const markup = checkMarkup(call.params.reply_markup, chat.wire.type);
  return applyEdit(call, chat, message, { reply_markup: markup });
};

/** The documented rules of deleteMessage. */
function checkDeletable(call: Call, chat: Chat, message: FakeMessage): void {
  if (call.world.seconds() - message.wire.date >= DELETABLE_SECONDS) {
    throw badRequest("message can't be deleted for everyone");
  }
  const own = message.wire.from?.id === call.world.bot.id;
  const admin = chat.members.get(call.world.bot.id)?.status === "administrator";
  if (chat.wire.type !== "private" && !own && !admin) throw badRequest("message can't be deleted");
}

function remove(call: Call, messages: FakeMessage[]): true {
  for (const message of messages) message.deleted = true;
  call.world.watch.changed();
  return true;
}

const deleteMessage: Handler = (call) => {
  const chat = call.world.chatFor(call.params.chat_id);
  const id = number(call, "message_id");
  if (id === undefined) throw badRequest("message identifier is not specified");
  const message = call.world.find(chat, id);
  if (!message) throw badRequest("message to delete not found");
  checkDeletable(call, chat, message);
  return remove(call, [message]);
};

const deleteMessages: Handler = (call) => {
  const chat = call.world.chatFor(call.params.chat_id);
  const ids = Array.isArray(call.params.message_ids) ? call.params.message_ids : [];
  if (ids.length === 0) throw badRequest("message identifiers are not specified");
  if (ids.length > MAX_DELETED_AT_ONCE) throw badRequest("too many message identifiers specified");
  // “If some of the specified messages can't be found, they are skipped.”
  const found = ids.flatMap((id) => call.world.find(chat, Number(id)) ?? []);
  for (const message of found) checkDeletable(call, chat, message);
  return remove(call, found);
};

const answerCallbackQuery: Handler = (call) => {
  const shown = text(call, "text");
  if (shown !== undefined && shown.length > MAX_ANSWER) throw badRequest("MESSAGE_TOO_LONG");
  const query = call.world.queries.get(text(call, "callback_query_id") ?? "");
  if (!query || query.answer || call.world.clock.now() - query.at > call.queryLifetimeMs) {
    throw badRequest("query is too old and response timeout expired or query ID is invalid");
  }
  const url = text(call, "url");
  if (url !== undefined && !url.startsWith(`https://t.me/${call.world.bot.username}?start=`)) {
    throw badRequest("URL_INVALID");
  }
  query.answer = {
    ...(shown ? { text: shown } : {}),
    ...(url === undefined ? {} : { url }),
    showAlert: call.params.show_alert === true,
  };
  call.world.watch.changed();
  return true;
};

const setMessageReaction: Handler = (call) => {
  const chat = call.world.chatFor(call.params.chat_id);
  const message = call.world.find(chat, number(call, "message_id"));
  if (!message) throw badRequest("message to react not found");
  const reactions = Array.isArray(call.params.reaction) ? call.params.reaction : [];
  if (reactions.length > 1) throw badRequest("REACTIONS_TOO_MANY");
  if (reactions.some((r) => r.type !== "emoji")) throw badRequest("REACTION_INVALID");
  message.reaction = reactions.map((r) => String(r.emoji));
  call.world.watch.changed();
  return true;
};

const sendChatAction: Handler = (call) => {
  refuseUnmodelled(call);
  const chat = call.world.writableChat(call.params.chat_id);
  return chat.wire.type === "private" || isInside(chat.members.get(call.world.bot.id));
};

/** Methods that write, change and take away messages without files. */
export const messageMethods: Record<string, Handler> = {
  sendMessage,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  setMessageReaction,
  sendChatAction,
};
