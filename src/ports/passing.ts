import type { Chat } from "./chat.ts";

/** A message of the bot's in a private chat that removes itself; when, is a timer of the kind `passing`. */
export interface PassingMessage {
  readonly id: string;
  readonly chat: Chat;
  /** All of its parts. */
  readonly refs: readonly string[];
  /** The event that it answered: some platforms remove such a message only in its name. */
  readonly origin: string | null;
}

export interface Passing {
  save(message: PassingMessage): Promise<void>;
  byId(id: string): Promise<PassingMessage | null>;
  ofChat(chat: Chat): Promise<readonly PassingMessage[]>;
  remove(id: string): Promise<void>;
}
