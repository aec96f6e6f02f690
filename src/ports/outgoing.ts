/** What delivery asks of the application: to make the words of a row, and to hear how it went. */

import type { Instant } from "../domain/ids.ts";
import type { Block, Message, PictureBlock } from "../domain/message.ts";
import type { Audience, Unreachable } from "./chat.ts";
import type { OutboxRow } from "./outbox.ts";
import type { Tx } from "./store.ts";

export type Composed =
  /** `guard`: a reveal into a shared chat; only these two platform users may see it. */
  | {
      readonly type: "message";
      readonly message: Message<Block | PictureBlock>;
      readonly guard: { readonly chatId: string; readonly two: readonly [string, string] } | null;
      /** Where in a shared chat with topics a new message goes; none: the general one. */
      readonly topic?: string;
    }
  /** The row's operation is `delete`. */
  | { readonly type: "delete" }
  /** Quiet hours, a pause: not before this instant. */
  | { readonly type: "wait"; readonly until: Instant }
  /** There is nothing to say any more. */
  | { readonly type: "drop" };

/** Every function runs inside the dispatcher's transaction and only touches `tx`. */
export interface Outgoing {
  compose(tx: Tx, row: OutboxRow, now: Instant): Promise<Composed>;
  /** Others may see the shared chat: removes the row and adds what goes to the private chats instead. */
  reroute(tx: Tx, row: OutboxRow, audience: Audience, now: Instant): Promise<void>;
  /** After the last part, in the transaction that removes the row. */
  delivered(tx: Tx, row: OutboxRow, refs: readonly string[], now: Instant): Promise<void>;
  /** In the transaction that parks the chat. */
  unreachable(tx: Tx, row: OutboxRow, why: Unreachable, now: Instant): Promise<void>;
}
