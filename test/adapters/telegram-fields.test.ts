/** Updates in which one field is missing or odd: what is needed is read, and nothing ever throws. */
import { expect, test } from "vitest";
import { chatsOf, toInbound } from "../../adapters/telegram/inbound.ts";
import { update as schema, updates } from "../../adapters/telegram/schema.ts";
import { lanesOf } from "../../adapters/telegram/updates.ts";
import type { Inbound } from "../../src/ports/chat.ts";
import { mutations } from "./mutations.ts";

const ME = { id: 1, username: "Ampersand_bot" };
const ANA = { id: 11, is_bot: false, first_name: "Ana", last_name: "W", username: "ana_w", language_code: "pt" };
const PRIVATE = { id: 11, type: "private", first_name: "Ana", username: "ana_w" };
const GROUP = { id: -1001234567890, type: "supergroup", title: "Us", is_forum: true };
const BOT = { id: 1, is_bot: true, first_name: "Ampersand", username: "Ampersand_bot" };
const base = { message_id: 5, date: 1_700_000_000, chat: PRIVATE, from: ANA };
const reply = { message_id: 3, date: 1_699_999_000, chat: PRIVATE, from: BOT, text: "What?" };

interface Recorded {
  readonly update: Record<string, unknown>;
  /** The fields without which it cannot be what it is, and what stands in them. */
  readonly needed: RegExp;
}

const recorded: Readonly<Record<string, Recorded>> = {
  text: {
    update: { update_id: 1, message: { ...base, text: "The lake.", reply_to_message: reply, entities: [] } },
    needed: /^(update_id|message(\.(message_id|chat(\.(id|type))?|from(\.(id|is_bot))?|text))?)$/,
  },
  command: {
    update: { update_id: 2, message: { ...base, chat: GROUP, text: "/help@Ampersand_bot now", message_thread_id: 7 } },
    needed: /^(update_id|message(\.(message_id|chat(\.(id|type))?|from(\.(id|is_bot))?|text))?)$/,
  },
  photo: {
    update: {
      update_id: 3,
      message: {
        ...base,
        caption: "Look",
        media_group_id: "9",
        photo: [
          { file_id: "a", file_unique_id: "ua", width: 90, height: 60, file_size: 900 },
          { file_id: "b", file_unique_id: "ub", width: 900, height: 600, file_size: 90_000 },
        ],
      },
    },
    needed: /^(update_id|message(\.(message_id|chat(\.(id|type))?|from(\.(id|is_bot))?|photo))?)$/,
  },
  voice: {
    update: {
      update_id: 4,
      message: { ...base, voice: { file_id: "v", duration: 3, mime_type: "audio/ogg", file_size: 1 } },
    },
    needed: /^(update_id|message(\.(message_id|chat(\.(id|type))?|from(\.(id|is_bot))?|voice(\.file_id)?))?)$/,
  },
  edit: {
    update: { update_id: 5, edited_message: { ...base, edit_date: 1_700_000_100, text: "The hills." } },
    needed: /^(update_id|edited_message(\.(message_id|chat(\.(id|type))?|from(\.(id|is_bot))?|text))?)$/,
  },
  tap: {
    update: {
      update_id: 6,
      callback_query: {
        id: "4711",
        from: ANA,
        chat_instance: "1",
        data: "answer_r1",
        message: { ...base, from: BOT, text: "Card", reply_markup: { inline_keyboard: [] } },
      },
    },
    needed:
      /^(update_id|callback_query(\.(id|from(\.(id|is_bot))?|data|message(\.(message_id|chat(\.(id|type))?))?))?)$/,
  },
  added: {
    update: {
      update_id: 7,
      my_chat_member: {
        chat: GROUP,
        from: ANA,
        date: 1_700_000_000,
        old_chat_member: { user: BOT, status: "left" },
        new_chat_member: { user: BOT, status: "member" },
      },
    },
    needed:
      /^(update_id|my_chat_member(\.(chat(\.(id|type))?|from(\.id)?|old_chat_member\.status|new_chat_member(\.(status|user(\.id)?))?))?)$/,
  },
  joined: {
    update: {
      update_id: 8,
      chat_member: {
        chat: GROUP,
        from: ANA,
        date: 1_700_000_000,
        old_chat_member: { user: ANA, status: "left" },
        new_chat_member: { user: { ...ANA, id: 33 }, status: "restricted", is_member: true },
      },
    },
    needed:
      /^(update_id|chat_member(\.(chat(\.(id|type))?|old_chat_member\.status|new_chat_member(\.(status|is_member|user(\.id)?))?))?)$/,
  },
};

function eventOf(update: unknown): Inbound | null {
  const parsed = schema.safeParse(update);
  return parsed.success ? toInbound(parsed.data, ME) : null;
}

/** What must be the same whatever becomes of a field that is not needed. */
function essence(event: Inbound | null): unknown {
  if (event === null) return null;
  const who = "from" in event ? event.from.userId : "";
  const said = "text" in event ? event.text : "action" in event ? event.action : "name" in event ? event.name : "";
  const where = "chat" in event ? event.chat : "chatId" in event ? event.chatId : "";
  return { type: event.type, who, said, where };
}

test.each(Object.entries(recorded))(
  "%s: nothing throws, and what is not needed may be odd",
  (_, { update, needed }) => {
    const whole = essence(eventOf(update));
    expect(whole).not.toBeNull();
    for (const { path, how, packet } of mutations(update)) {
      const event = eventOf(packet);
      const batch = updates.parse([packet]);
      for (const raw of batch) expect(lanesOf(raw).length).toBeLessThan(4);
      const parsed = schema.safeParse(packet);
      if (parsed.success) chatsOf(parsed.data);
      if (!needed.test(path)) expect({ path, how, event: essence(event) }).toEqual({ path, how, event: whole });
      // Nobody is ever taken for somebody else.
      if (event && "from" in event) expect(event.from.userId).toMatch(/^-?\d{1,16}$/);
    }
  },
);

test("ids as large as they come, negative, and as words", () => {
  const at = (id: unknown) => {
    const event = eventOf({
      update_id: 1,
      message: { ...base, chat: { id, type: "private" }, from: { ...ANA, id }, text: "x" },
    });
    return event && "from" in event ? event.from.userId : null;
  };
  expect(at(2 ** 53 - 1)).toBe("9007199254740991");
  expect(at("9007199254740991")).toBe("9007199254740991");
  expect(at(-1_002_223_334_445)).toBe("-1002223334445");
  expect(at(2 ** 53)).toBeNull();
  expect(at("9007199254740993")).toBeNull();
});

test("one that is no update does not hold up the others", () => {
  const good = { update_id: 9, message: { ...base, text: "x" } };
  expect(updates.parse([null, 5, {}, { update_id: "x" }, good]).map(({ update_id }) => update_id)).toEqual([9]);
});
