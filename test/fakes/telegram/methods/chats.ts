import type { TelegramChatFullInfo, TelegramChatMember, TelegramUser } from "@gramio/types";
import { badRequest } from "../errors.ts";
import { setMember } from "../membership.ts";
import { type Chat, isInside } from "../world.ts";
import { type Call, type Handler, number } from "./call.ts";

function userFor(call: Call): TelegramUser {
  const id = number(call, "user_id");
  if (id === undefined) throw badRequest("invalid user_id specified");
  if (id === call.world.bot.id) return call.world.bot;
  const account = call.world.accounts.get(id);
  if (!account?.met) throw badRequest("user not found");
  return account.user;
}

const getChat: Handler = (call): TelegramChatFullInfo => {
  const chat = call.world.chatFor(call.params.chat_id);
  const gifts = { unlimited_gifts: true, limited_gifts: true, unique_gifts: true, premium_subscription: true };
  const none = Object.fromEntries([...(chat.forbidden ?? [])].map((name) => [name, false]));
  const group = chat.wire.type === "private" ? {} : { permissions: { can_send_messages: true, ...none } };
  return {
    ...chat.wire,
    ...group,
    ...(chat.topics ? { is_forum: true } : {}),
    ...chat.further,
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: { ...gifts, gifts_from_channels: true },
  } as TelegramChatFullInfo;
};

function memberOf(chat: Chat, user: TelegramUser): TelegramChatMember {
  if (chat.wire.type === "private") return { status: "member", user };
  return chat.members.get(user.id) ?? { status: "left", user };
}

const getChatMember: Handler = (call) => {
  const chat = call.world.chatFor(call.params.chat_id);
  return memberOf(chat, userFor(call));
};

const getChatMemberCount: Handler = (call) => {
  const chat = call.world.chatFor(call.params.chat_id);
  if (chat.wire.type === "private") return 2;
  return [...chat.members.values()].filter(isInside).length;
};

const getChatAdministrators: Handler = (call) => {
  const chat = call.world.chatFor(call.params.chat_id);
  if (chat.wire.type === "private") throw badRequest("there are no administrators in the private chat");
  return [...chat.members.values()].filter((m) => m.status === "creator" || m.status === "administrator");
};

const leaveChat: Handler = (call) => {
  const chat = call.world.chatFor(call.params.chat_id);
  if (chat.wire.type === "private") throw badRequest("chat member status can't be changed in private chats");
  const { bot } = call.world;
  setMember(call.world, chat, bot, { status: "left", user: bot });
  call.world.add(chat, { from: bot, left_chat_member: bot });
  return true;
};

/** Methods about chats and who is in them. */
export const chatMethods: Record<string, Handler> = {
  getChat,
  getChatMember,
  getChatMemberCount,
  getChatAdministrators,
  leaveChat,
};
