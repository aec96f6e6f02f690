/** The parts of the platform's payloads that this adapter relies on, checked when they come in. */
import { z } from "zod";
import { entities } from "./words.ts";

/** An optional thing: odd is as good as not there. */
function maybe<S extends z.ZodType>(schema: S) {
  return schema.optional().catch(undefined);
}

/** The items of a list that are understood. */
function some<S extends z.ZodType>(schema: S) {
  const each = (item: unknown): z.infer<S>[] => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  };
  return (list: readonly unknown[]) => list.flatMap(each);
}

const text = z.string();
/** Whole, and small enough to be exact: half an id may be somebody else's. */
const id = z.union([
  z.int(),
  text
    .regex(/^-?\d{1,16}$/)
    .transform(Number)
    .pipe(z.int()),
]);
/** Whatever is there at all, true or odd, counts. */
const flag = z
  .unknown()
  .transform((value) => value !== undefined && value !== null && value !== false)
  .default(false);

const user = z.object({
  id,
  is_bot: flag,
  first_name: maybe(text),
  username: maybe(text),
  language_code: maybe(text),
});

/** Only a private chat has a positive id; of the others none is guessed. */
const chat = z
  .object({ id, type: maybe(text) })
  .transform(({ id, type }) => ({ id, type: type ?? (id > 0 ? "private" : "unknown") }));

/** A thread is a topic only where the message says so: replies in any supergroup have one too. */
const inTopic = { message_thread_id: maybe(id), is_topic_message: maybe(z.boolean()) };

/** Loose: what kind of content it is shows only in which field is there. */
const message = z.looseObject({
  message_id: id,
  /** Seconds; 0 where it is not said. */
  date: z.number().catch(0),
  chat,
  from: maybe(user),
  /** Somebody who speaks for a chat, whoever that is. */
  sender_chat: flag,
  text: maybe(text),
  entities,
  caption: maybe(text),
  caption_entities: entities,
  media_group_id: maybe(text),
  reply_to_message: maybe(z.object({ message_id: id })),
  new_chat_members: maybe(z.array(z.unknown()).transform(some(user))),
  left_chat_member: maybe(user),
  migrate_to_chat_id: maybe(id),
  migrate_from_chat_id: maybe(id),
  ...inTopic,
});

const member = z.object({ status: text, user, is_member: maybe(z.boolean()) });

const memberUpdate = z.object({
  chat,
  from: maybe(user),
  date: z.number().catch(0),
  old_chat_member: maybe(z.object({ status: text, is_member: maybe(z.boolean()) })),
  new_chat_member: member,
});

const callbackQuery = z.object({
  id: z.union([text, z.int().transform(String)]),
  from: user,
  /** An inaccessible message (`date` 0) has these fields too. */
  message: maybe(z.object({ message_id: id, chat, ...inTopic })),
  data: maybe(text),
});

export const update = z.object({
  update_id: z.int(),
  message: message.nullish(),
  edited_message: message.nullish(),
  callback_query: callbackQuery.nullish(),
  my_chat_member: memberUpdate.nullish(),
  chat_member: memberUpdate.nullish(),
});

/** Where a tap that cannot be understood is answered all the same. */
export const tap = z.object({ callback_query: callbackQuery.pick({ id: true }) });

const rawUpdate = z.looseObject({ update_id: z.int() });
/** A list whose items are looked at one by one, so that a strange one does not stop the others. */
export const updates = z.array(z.unknown()).transform(some(rawUpdate));

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
export type RawUpdate = z.infer<typeof rawUpdate>;
export type Me = z.infer<typeof me>;

/** Whether a membership counts as being in the chat. */
export function isInside(member: Pick<z.infer<typeof chatMember>, "status" | "is_member">): boolean {
  if (member.status === "restricted") return member.is_member === true;
  return ["creator", "administrator", "member"].includes(member.status);
}
