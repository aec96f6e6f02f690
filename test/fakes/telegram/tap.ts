import type { TelegramInlineKeyboardButton, TelegramInlineKeyboardMarkup, TelegramUser } from "@gramio/types";
import { meet } from "./inbound.ts";
import type { FakeMessage } from "./message.ts";
import type { CallbackAnswer, World } from "./world.ts";

/** How a button is tapped. */
export interface TapOptions {
  /** Allows a button that the message no longer shows, or a message that is gone: the client was behind. */
  stale?: boolean;
  /** The client opens the private chat but loses the start payload, as some do. */
  losesPayload?: boolean;
  /** Milliseconds to wait for the bot's answer. */
  timeoutMs?: number;
}

/** What a tap led to: the bot's answer, or the opened link. */
export interface TapResult extends CallbackAnswer {
  /** The `/start …` that a start link sent. */
  started?: FakeMessage;
  /** The text that a copy button put on the clipboard. */
  copied?: string;
}

/** The button with this label, data or URL; with `stale` also one that the message showed before. */
export function findButton(
  message: FakeMessage,
  wanted: string | RegExp,
  stale: boolean,
): TelegramInlineKeyboardButton {
  if (message.deleted && !stale) throw new Error(`Deleted: ${message.describe()}`);
  const matches = (text: string | undefined): boolean =>
    text !== undefined && (typeof wanted === "string" ? text === wanted : wanted.test(text));
  const former = message.versions.map((w) => w.reply_markup as TelegramInlineKeyboardMarkup | undefined);
  const keyboards = [message.buttons, ...(stale ? former.map((m) => m?.inline_keyboard ?? []) : [])];
  const found = keyboards.flat(2).find((b) => matches(b.text) || matches(b.callback_data) || matches(b.url));
  if (!found) throw new Error(`No button ${wanted} on ${message.describe()}`);
  return found;
}

/** Sends the callback query of a tap and waits for the bot's answer to it. */
export function query(
  world: World,
  from: TelegramUser,
  message: FakeMessage,
  button: TelegramInlineKeyboardButton,
  options: TapOptions,
): Promise<CallbackAnswer> {
  const { callback_data: data } = button;
  if (data === undefined) throw new Error(`This fake cannot tap “${button.text}”`);
  const id = String(world.serial() + 4_000_000_000_000_000);
  world.queries.set(id, { at: world.clock.now() });
  meet(world, from.id);
  const { chat, message_id } = message.wire;
  // A message that is gone comes as an inaccessible one, with the date 0.
  const wire = message.deleted ? { chat, message_id, date: 0 as const } : message.wire;
  world.notify("callback_query", { id, from, message: wire, chat_instance: `${-chat.id * 7919}`, data });
  return world.watch.for(() => world.queries.get(id)?.answer, {
    what: `the bot's answer to ${from.first_name} tapping “${button.text}”`,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
}

/** For a start link of this bot, its payload (empty for none or a malformed one); undefined for other links. */
export function startPayload(url: string, botUsername: string | undefined): string | undefined {
  const opened = URL.canParse(url) ? new URL(url) : undefined;
  const own = opened?.hostname === "t.me" && opened.pathname.slice(1).toLowerCase() === botUsername?.toLowerCase();
  if (!own || !opened?.searchParams.has("start")) return undefined;
  const payload = opened.searchParams.get("start") ?? "";
  // Clients drop a payload that the documentation does not allow.
  return /^[A-Za-z0-9_-]{1,64}$/.test(payload) ? payload : "";
}
