/**
 * The parts of Discord's packets that this adapter relies on, checked when they come in. What is not
 * needed is left out, and what is optional is left out when it is not as promised.
 */
import { z } from "zod";

/** An optional thing: odd is as good as not there. */
function maybe<S extends z.ZodType>(schema: S) {
  return schema.optional().catch(undefined);
}

/** The items of a list that are understood; none for what is no list. */
function some<S extends z.ZodType>(schema: S) {
  const each = (item: unknown): z.infer<S>[] => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  };
  return z
    .unknown()
    .transform((list) => (Array.isArray(list) ? list.flatMap(each) : []))
    .default([]);
}

/** Written as a number only while that holds all of it. */
const id = z.union([z.string().min(1).max(32), z.int().nonnegative().transform(String)]);
const number = z.number();
const text = z.string();
/** Whatever is there at all, true or odd, counts. */
const flag = z
  .unknown()
  .transform((value) => value !== undefined && value !== null && value !== false)
  .default(false);

const user = z.object({ id, username: maybe(text), global_name: maybe(text), bot: flag });

const attachment = z.object({
  url: text,
  size: maybe(number.nonnegative()),
  content_type: maybe(text),
  filename: maybe(text),
});

const base = z.object({
  id,
  application_id: id,
  token: text,
  type: number,
  /** Any sign of a server: what is said there may be read by others. */
  guild_id: z.unknown().optional(),
  context: z.unknown().optional(),
  channel_id: maybe(id),
  channel: maybe(z.object({ id, type: maybe(number) })),
  member: z.unknown().optional(),
  user: maybe(user),
  message: maybe(z.object({ id, flags: maybe(number) })),
  locale: maybe(text),
  data: z.unknown().optional(),
});

const option = z.object({ name: text, value: z.union([text, number, z.boolean()]) });
const command = z.object({ name: text, type: maybe(number), options: some(option) });
const component = z.object({
  custom_id: text,
  component_type: maybe(number),
  values: maybe(z.array(text)),
});

/** What was put into one input of a form. With neither it cannot be told from one that was left empty. */
const input = z.union([
  z.object({ custom_id: text, type: maybe(number), values: z.array(text) }),
  z.object({ custom_id: text, type: maybe(number), value: text.nullable() }),
]);

const label = z.looseObject({ component: input });
/** Further parts, such as text, hold no input. */
const display = z.looseObject({ component: z.undefined().optional(), components: z.undefined().optional() });

const modal = z.object({
  custom_id: text,
  components: z.array(z.union([label, display])),
  resolved: maybe(z.object({ attachments: maybe(z.record(text, z.unknown())) })),
});

const message = z.object({
  id,
  author: user,
  /** Any sign of a server. */
  guild_id: z.unknown().optional(),
  type: maybe(number),
  content: maybe(text),
  mentions: some(user),
  attachments: some(attachment),
  flags: maybe(number),
  timestamp: maybe(text),
  edited_timestamp: maybe(text),
  message_reference: maybe(z.object({ message_id: maybe(id) })),
  sticker_items: z
    .unknown()
    .transform((items) => Array.isArray(items) && items.length > 0)
    .default(false),
});

/** In a server. The words of most are left out by Discord. */
const guildMessage = message.extend({
  guild_id: id,
  channel_id: id,
  mention_roles: some(text),
  webhook_id: maybe(id),
  referenced_message: maybe(z.object({ author: user })),
});

const bits = z.string().regex(/^\d+$/);

/** Strict: whoever may see a place is not guessed from half an answer. */
export const guildFacts = z.object({
  id: text,
  owner_id: text,
  roles: z.array(
    z.object({
      id: text,
      permissions: bits,
      managed: maybe(z.boolean()),
      tags: maybe(z.object({ bot_id: maybe(text) })),
    }),
  ),
  approximate_member_count: maybe(number),
});

export const channelFacts = z.object({
  id: text,
  type: number,
  guild_id: maybe(text),
  permission_overwrites: z.array(z.object({ id: text, type: number, allow: bits, deny: bits })).optional(),
});

export const memberFacts = z.object({ roles: z.array(text) });

export type User = z.infer<typeof user>;
export type Attachment = z.infer<typeof attachment>;
export type Interaction = z.infer<typeof base>;
export type Input = z.infer<typeof input>;
export type Message = z.infer<typeof message>;
export type GuildMessage = z.infer<typeof guildMessage>;

function reader<S extends z.ZodType>(schema: S): (raw: unknown) => z.infer<S> | null {
  return (raw) => schema.safeParse(raw).data ?? null;
}

/** Each reads a part of a packet; null for one that cannot be understood. */
export const read = {
  interaction: reader(base),
  command: reader(command),
  component: reader(component),
  modal: reader(modal),
  user: reader(user),
  attachment: reader(attachment),
  message: reader(message),
  guildMessage: reader(guildMessage),
  member: reader(z.object({ user })),
} as const;
