/**
 * What the platform's refusals mean. It has no finer codes than its words, so these are gone through in order and the
 * first that fits counts. The names in capitals are those of the protocol below the Bot API, which passes them on.
 */

/**
 * `stays`: the message can be neither changed nor removed. `content`: what is said or shown. `bug`: how we made it.
 * `blocked`: by the person. `gone`: the bot is not there. `no-access`: it is there and may not write now.
 */
export type Meaning = "stays" | "content" | "bug" | "blocked" | "gone" | "no-access";

/** Words that mean the same, as one pattern; `_` at an end stands for a family of names. */
function any(...words: readonly string[]): RegExp {
  return new RegExp(words.join("|"), "i");
}

const MEANINGS: readonly (readonly [Meaning, RegExp])[] = [
  [
    "stays",
    any(
      "message can't be (deleted|edited)",
      "MESSAGE_DELETE_FORBIDDEN",
      "MESSAGE_EDIT_TIME_EXPIRED",
      "MESSAGE_AUTHOR_REQUIRED",
      "MESSAGE_NOT_EDITABLE",
      "EDIT_BOT_INVITE_FORBIDDEN",
    ),
  ],
  // Words are not allowed at all: that is the chat. Any other kind can be said in words.
  ["no-access", any("CHAT_SEND_PLAIN_FORBIDDEN", "not enough rights to send (text )?messages?\\b")],
  [
    "content",
    any(
      "CHAT_SEND_\\w+_FORBIDDEN",
      "not enough rights to send",
      "VOICE_MESSAGES_FORBIDDEN",
      "VIDEO_MESSAGES_FORBIDDEN",
      "restricted receiving of",
      "IMAGE_PROCESS_FAILED",
      "\\b(PHOTO|MEDIA|VIDEO|AUDIO|VOICE|DOCUMENT|FILE|GIF|STICKER|WEBPAGE|WEBDOCUMENT|MULTI_MEDIA)_[A-Z_]+",
      "can't use file of type|wrong (remote )?file|wrong type of the web page",
      "file (is too big|must be non-empty|of the wrong type|part)",
      "(photo|image|video|document|entity) too large|too big for",
      "WC_CONVERT_URL_INVALID|EXTERNAL_URL_INVALID|BUTTON_URL_INVALID|START_PARAM_INVALID|BOT_DOMAIN_INVALID",
      "HTTP URL|URL host|\\bURL\\b.*\\binvalid",
      "BUTTON_USER_PRIVACY_RESTRICTED|BUTTON_USER_INVALID|ENTITY_MENTION_USER_INVALID",
      "too long|TOO_LONG|too much entities",
    ),
  ],
  [
    "bug",
    any(
      "text is empty|must be non-empty|MESSAGE_EMPTY|message must have",
      "can't parse|can't find (end|field)",
      "ENTITY_BOUNDS_INVALID|ENTITY_[A-Z_]+_INVALID",
      "BUTTON_(DATA|TYPE|TEXT|ID|COPY_TEXT)?_?INVALID|BUTTON_TEXT_EMPTY",
      "REPLY_MARKUP_[A-Z_]+|text buttons are unallowed|keyboard",
      "UTF-8|object expected|method not found|is not specified|chat_id is empty",
    ),
  ],
  [
    "blocked",
    any("blocked by the user", "USER_IS_BLOCKED", "user is deactivated", "INPUT_USER_DEACTIVATED", "USER_DELETED"),
  ],
  [
    "gone",
    any(
      "chat not found|chat_id",
      "was kicked|is not a member|not in the chat",
      "(chat|group)\\b.* (was|is) (deactivated|deleted)",
      "PEER_ID_INVALID|CHAT_ID_INVALID|CHANNEL_INVALID|CHANNEL_PRIVATE|CHANNEL_PUBLIC_GROUP_NA|CHAT_FORBIDDEN",
      "USER_NOT_PARTICIPANT|INPUT_CHANNEL_EMPTY",
      "can't initiate conversation|bots can't send messages to bots|USER_IS_BOT",
    ),
  ],
  [
    "no-access",
    any(
      "not enough rights|have no rights|need administrator rights|need to be admin",
      "CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|CHAT_ADMIN_REQUIRED|CHAT_GUEST_SEND_FORBIDDEN|CHAT_ACTION_FORBIDDEN",
      "RIGHT_FORBIDDEN|ACCESS_DENIED|BROADCAST_FORBIDDEN|USER_BANNED_IN_CHANNEL|USER_RESTRICTED|PEER_FLOOD",
      "TOPIC_(CLOSED|DELETED|HIDDEN|NOT_FOUND)|(topic|thread) (is )?(not found|closed|deleted|hidden)",
      "PAYMENT_REQUIRED|PREMIUM_REQUIRED|PREMIUM_ACCOUNT_REQUIRED|USER_PRIVACY_RESTRICTED|YOU_BLOCKED_USER",
      "chat is restricted|user not found|USER_ID_INVALID|USER_INVALID|SEND_AS_PEER_INVALID",
    ),
  ],
];

/** What a description means; null when it is none of those known here. */
export function meaningOf(says: (pattern: RegExp) => boolean): Meaning | null {
  return MEANINGS.find(([, pattern]) => says(pattern))?.[0] ?? null;
}

/** Waits that come under a name instead of with 429, with their seconds at the end. */
export const NAMED_WAIT = /\b(?:SLOWMODE|FLOOD|FLOOD_PREMIUM|FLOOD_TEST_PHONE)_WAIT(?:_(\d+))?/;
