/** What delivery asks of the application: to make the words of a row, and to hear how it went. */

import type { Instant } from "../domain/ids.ts";
import type { Block, Message, PictureBlock } from "../domain/message.ts";
import type { Audience, Chat, DeliveryResult, Unreachable } from "./chat.ts";
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

export type Rejection = Extract<DeliveryResult, { type: "rejected" }>;

/**
 * What has become of a row that the platform does not take. `again`: it waits in a simpler form. `elsewhere`: it goes
 * another way, or whoever counts on it was told. `held`: until its reader is heard from. `dead`: an operator decides.
 */
export type Fate = "again" | "elsewhere" | "held" | "dead";

/** Every function runs inside the dispatcher's transaction and only touches `tx`. */
export interface Outgoing {
  compose(tx: Tx, row: OutboxRow, now: Instant): Promise<Composed>;
  /** Others may see the shared chat: removes the row and adds what goes to the private chats instead. */
  reroute(tx: Tx, row: OutboxRow, audience: Audience, now: Instant): Promise<void>;
  /** After the last part, in the transaction that removes the row. */
  delivered(tx: Tx, row: OutboxRow, refs: readonly string[], now: Instant): Promise<void>;
  /** Decides what becomes of a row that the platform does not take, and writes it down. */
  refused(tx: Tx, row: OutboxRow, rejection: Rejection, now: Instant): Promise<Fate>;
  /** A bug of ours: puts the row aside for the operator and tells those it was meant for. */
  lost(tx: Tx, row: OutboxRow, reason: string, now: Instant): Promise<Fate>;
  /** A shared chat has become another one: what is on its way there goes to the new one. */
  migrated(tx: Tx, chat: Chat, toChatId: string, now: Instant): Promise<void>;
  /** In the transaction that parks the chat. */
  unreachable(tx: Tx, row: OutboxRow, why: Unreachable, now: Instant): Promise<void>;
}
