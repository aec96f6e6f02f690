/** The parts of the platform's payloads that this adapter relies on, checked when they come in. */
import { z } from "zod";

const user = z.object({
  id: z.number(),
  is_bot: z.boolean(),
  first_name: z.string(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});

const chat = z.object({ id: z.number(), type: z.string() });

/** A thread is a topic only where the message says so: replies in any supergroup have one too. */
const inTopic = { message_thread_id: z.number().optional(), is_topic_message: z.boolean().optional() };

/** Loose: what kind of content it is shows only in which field is there. */
const message = z.looseObject({
  message_id: z.number(),
  date: z.number(),
  chat,
  from: user.optional(),
  sender_chat: chat.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  media_group_id: z.string().optional(),
  reply_to_message: z.object({ message_id: z.number() }).optional(),
  new_chat_members: z.array(user).optional(),
  left_chat_member: user.optional(),
  migrate_to_chat_id: z.number().optional(),
  migrate_from_chat_id: z.number().optional(),
  ...inTopic,
});

const member = z.object({ status: z.string(), user, is_member: z.boolean().optional() });

const memberUpdate = z.object({
  chat,
  from: user,
  date: z.number(),
  old_chat_member: member,
  new_chat_member: member,
});

const callbackQuery = z.object({
  id: z.string(),
  from: user,
  /** An inaccessible message (`date` 0) has these fields too. */
  message: z.object({ message_id: z.number(), chat, ...inTopic }).optional(),
  data: z.string().optional(),
});

export const update = z.object({
  update_id: z.number(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: callbackQuery.optional(),
  my_chat_member: memberUpdate.optional(),
  chat_member: memberUpdate.optional(),
});

/** A list whose items are looked at one by one, so that a strange one does not stop the others. */
export const updates = z.array(z.looseObject({ update_id: z.number() }));

export const me = z.object({ id: z.number(), username: z.string() });
export const sent = z.object({ message_id: z.number() });
export const done = z.unknown();
export const count = z.number();
export const chatMember = z.object({
  status: z.string(),
  is_member: z.boolean().optional(),
  can_send_messages: z.boolean().optional(),
});
export const chatInfo = z.object({
  type: z.string(),
  username: z.string().optional(),
  active_usernames: z.array(z.string()).optional(),
  linked_chat_id: z.number().optional(),
  location: z.unknown().optional(),
  is_direct_messages: z.boolean().optional(),
  /** What members may do who are no administrators. */
  permissions: z.object({ can_send_messages: z.boolean().optional() }).optional(),
});

export type User = z.infer<typeof user>;
export type Update = z.infer<typeof update>;
export type Message = z.infer<typeof message>;
export type MemberUpdate = z.infer<typeof memberUpdate>;
export type CallbackQuery = z.infer<typeof callbackQuery>;
export type RawUpdate = z.infer<typeof updates>[number];
export type Me = z.infer<typeof me>;

/** Whether a membership counts as being in the chat. */
export function isInside(member: Pick<z.infer<typeof chatMember>, "status" | "is_member">): boolean {
  if (member.status === "restricted") return member.is_member === true;
  return ["creator", "administrator", "member"].includes(member.status);
}
