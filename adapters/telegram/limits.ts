/** Limits of the Bot API 10.3, as its documentation states them, and how patient this adapter is. */

/** UTF-16 units of a message's text, after entity parsing. */
export const MAX_TEXT = 4096;
/** Further entities are dropped in silence, which would uncover a spoiler. */
export const MAX_ENTITIES = 100;
export const MAX_BUTTONS = 100;
export const MAX_ROW = 8;
/** Characters of an answer to a tap. */
export const MAX_TOAST = 200;
/** Bytes of a picture sent as one; a larger one is sent as a document. */
export const MAX_PHOTO = 10_000_000;
/** Code points of a display name that we keep. */
export const MAX_NAME = 64;
/** What a button, and a start link, can carry. */
export const ACTION = /^[A-Za-z0-9_-]{1,64}$/;

export const ALLOWED_UPDATES = [
  "message",
  "edited_message",
  "channel_post",
  "callback_query",
  "my_chat_member",
  "chat_member",
] as const;

/** All in milliseconds unless said otherwise. Tests shorten them. */
export interface Timing {
  /** How long the platform may hold a poll open, in seconds. */
  readonly pollSeconds: number;
  /** What a poll may take beyond that. */
  readonly pollGraceMs: number;
  /** From one poll to the next at least, while they bring nothing new: the platform, or a proxy, may hold none open. */
  readonly pollFloorMs: number;
  /** One call, an upload included. */
  readonly callMs: number;
  /** Answering a tap: after that it is too late anyway. */
  readonly answerMs: number;
  /** Confirming the offset while stopping. */
  readonly confirmMs: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** Longest wait between polls while another instance polls. */
  readonly conflictMaxMs: number;
  /** Another instance polls for this long: it is not a rolling restart. */
  readonly conflictFatalMs: number;
  /** No conflict for this long: the other one has gone. */
  readonly conflictOverMs: number;
  /** First wait before looking for new updates while earlier ones are still in hand. */
  readonly busyFirstMs: number;
  readonly busyMaxMs: number;
}

export const TIMING: Timing = {
  pollSeconds: 25,
  pollGraceMs: 10_000,
  pollFloorMs: 750,
  callMs: 30_000,
  answerMs: 10_000,
  confirmMs: 5_000,
  backoffFirstMs: 500,
  backoffMaxMs: 30_000,
  conflictMaxMs: 5_000,
  conflictFatalMs: 60_000,
  conflictOverMs: 30_000,
  busyFirstMs: 200,
  busyMaxMs: 5_000,
};
