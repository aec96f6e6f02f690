import type { TelegramInlineKeyboardButton, TelegramInlineKeyboardMarkup } from "@gramio/types";
import { badRequest } from "./errors.ts";

/** Limits of the platform, from its documentation. */
const MAX_CALLBACK_BYTES = 64;
const MAX_BUTTONS = 100;
const MAX_COPY_TEXT = 256;

const ACTIONS = [
  "url",
  "callback_data",
  "web_app",
  "login_url",
  "switch_inline_query",
  "switch_inline_query_current_chat",
  "switch_inline_query_chosen_chat",
  "copy_text",
  "callback_game",
  "pay",
  "disabled",
] as const;

/** A URL that the platform takes in a button or a link: `tg:` or HTTP(S) with a host that has a dot. */
export function isWebUrl(url: string): boolean {
  if (url.startsWith("tg://")) return true;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
  return URL.canParse(absolute) && /\.[^.]/.test(new URL(absolute).hostname);
}

function checkUrl(url: string): void {
  const protocol = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  const refuse = (why: string) => badRequest(`inline keyboard button URL '${url}' is invalid: ${why}`);
  if (protocol && !["http", "https", "tg", "ton", "tonsite"].includes(protocol))
    throw refuse("Unsupported URL protocol");
  if (!isWebUrl(url)) throw refuse("Wrong HTTP URL");
}

function checkButton(button: TelegramInlineKeyboardButton, chatType: string): void {
  const cannot = "can't parse inline keyboard button:";
  if (typeof button.text !== "string") throw badRequest(`${cannot} Can't find field "text"`);
  const actions = ACTIONS.filter((name) => button[name] !== undefined);
  if (actions.length === 0 || button.callback_data === "") {
    throw badRequest(`${cannot} Text buttons are unallowed in the inline keyboard`);
  }
  // “Exactly one of the fields other than text, icon_custom_emoji_id, and style must be used.”
  if (actions.length > 1) throw badRequest("BUTTON_TYPE_INVALID");
  if (button.text === "") throw badRequest("BUTTON_TEXT_INVALID");
  if (Buffer.byteLength(button.callback_data ?? "") > MAX_CALLBACK_BYTES) throw badRequest("BUTTON_DATA_INVALID");
  if (button.url !== undefined) checkUrl(button.url);
  const copied = button.copy_text?.text;
  if (copied !== undefined && (copied === "" || copied.length > MAX_COPY_TEXT)) {
    throw badRequest("BUTTON_COPY_TEXT_INVALID");
  }
  if (button.web_app && chatType !== "private") throw badRequest("BUTTON_TYPE_INVALID");
}

/** Checks a `reply_markup` and returns the inline keyboard to store; an empty one is none. */
export function checkMarkup(markup: unknown, chatType: string): TelegramInlineKeyboardMarkup | undefined {
  if (markup === undefined || markup === "") return undefined;
  if (typeof markup !== "object" || markup === null) throw badRequest("object expected as reply markup");
  const rows: unknown = (markup as { inline_keyboard?: unknown }).inline_keyboard;
  if (rows === undefined) return undefined;
  if (!Array.isArray(rows)) throw badRequest('field "inline_keyboard" must be of type Array');
  const kept: TelegramInlineKeyboardButton[][] = [];
  for (const row of rows) {
    if (!Array.isArray(row)) throw badRequest("can't parse inline keyboard button: Array of Arrays expected");
    for (const button of row) checkButton(button, chatType);
    if (row.length > 0) kept.push(row);
  }
  if (kept.flat().length > MAX_BUTTONS) throw badRequest("reply markup is too long");
  return kept.length > 0 ? { inline_keyboard: kept } : undefined;
}
