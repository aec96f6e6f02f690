/** Pace of sends, as the platform states it. */
export interface Pace {
  /** Sends over all chats: `count` in any `perMs`. */
  readonly overall: { readonly count: number; readonly perMs: number };
  /** Shortest distance between two sends to one chat. */
  readonly perChatMs: number;
  /** Sends to one shared chat: `count` in any `perMs`. */
  readonly perShared: { readonly count: number; readonly perMs: number };
  /** How many requests of `overall` it takes to ask who sees a chat; none unless given. */
  readonly perAudience?: number;
  /** Private answers to what somebody has just done (rows with an `origin`) do not count. */
  readonly repliesAreFree?: boolean;
  /** The platform says which limits are for all chats. Else that is concluded when a second chat meets one. */
  readonly saysScope?: boolean;
}
