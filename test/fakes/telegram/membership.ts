import type { TelegramChatMember, TelegramChatMemberAdministrator, TelegramUser } from "@gramio/types";
import type { Chat, World } from "./world.ts";

/** What an administrator made with the usual defaults may do. */
export function administrator(user: TelegramUser): TelegramChatMemberAdministrator {
  return {
    status: "administrator",
    user,
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: true,
    can_restrict_members: true,
    can_promote_members: false,
    can_change_info: true,
    can_invite_users: true,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_send_welcome_messages: false,
  };
}

/** True when the bot is in the chat as its administrator. */
export function botIsAdmin(world: World, chat: Chat): boolean {
  return chat.members.get(world.bot.id)?.status === "administrator";
}

/**
 * Changes somebody's standing in a chat and tells the bot as the platform would: `my_chat_member`
 * about itself, `chat_member` about others only while it is an administrator.
 */
export function setMember(world: World, chat: Chat, by: TelegramUser, next: TelegramChatMember): void {
  const { user } = next;
  const before = chat.members.get(user.id) ?? { status: "left" as const, user };
  chat.members.set(user.id, next);
  const payload = {
    chat: chat.wire,
    from: by,
    date: world.seconds(),
    old_chat_member: before,
    new_chat_member: next,
  };
  if (user.id === world.bot.id) world.notify("my_chat_member", payload);
  else if (botIsAdmin(world, chat)) world.notify("chat_member", payload);
  world.watch.changed();
}
