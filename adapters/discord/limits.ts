/** What Discord's documents allow, and what this adapter makes of it. */
import type { Capabilities } from "../../src/ports/chat.ts";
import type { Pace } from "../../src/ports/pace.ts";

/** Characters in the content of a message. */
export const CONTENT_MAX = 2000;
/** Action rows in a message, buttons in a row, options in a select menu. */
export const ROWS_MAX = 5;
export const ROW_BUTTONS_MAX = 5;
export const SELECT_OPTIONS_MAX = 25;
export const BUTTON_LABEL_MAX = 80;
export const OPTION_LABEL_MAX = 100;
export const MODAL_TITLE_MAX = 45;
export const FIELD_LABEL_MAX = 45;
export const FIELD_HINT_MAX = 100;
export const PLACEHOLDER_MAX = 100;
export const TEXT_INPUT_MAX = 4000;
export const MODAL_FIELDS_MAX = 5;
/** Options of a radio group (at least two) and of a checkbox group. */
export const GROUP_OPTIONS_MAX = 10;
export const NONCE_MAX = 25;
/** Files in a message, and bytes of all of them together in a server without boosts. */
export const FILES_MAX = 10;
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
export const COMMAND_DESCRIPTION_MAX = 100;
export const COMMAND_CHOICES_MAX = 25;

/** An interaction token works for 15 minutes; half a minute is kept for the way there. */
export const TOKEN_LIVES_MS = 14.5 * 60_000;

/** What only its reader sees can be removed with that token alone; a minute and a half is kept for the way there. */
const ANSWERS_STAY_MS = 13 * 60_000;

export const CAPABILITIES: Capabilities = {
  forms: true,
  answersByMessage: false,
  commandsAreRead: false,
  canDeleteTyped: false,
  toastsVanish: false,
  answersStayFor: ANSWERS_STAY_MS,
  welcomesWhenAdded: false,
};

/**
 * 50 requests a second over all; answers to interactions do not count. A channel's message bucket
 * holds five in five seconds. Who sees a channel takes four requests: it, its server, the two members.
 */
export const PACE: Pace = {
  overall: { count: 50, perMs: 1_000 },
  perChatMs: 0,
  perShared: { count: 5, perMs: 5_000 },
  perAudience: 4,
  repliesAreFree: true,
  saysScope: true,
};
