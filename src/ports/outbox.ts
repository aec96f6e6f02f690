/** Messages on their way. Rows are written with the state that causes them, and sent by delivery. */
import type { SimplerForm } from "../domain/form.ts";
import type { CoupleId, Instant, PersonId, RoundId } from "../domain/ids.ts";
import type { Chat } from "./chat.ts";

/** What to say, by reference: rendered when it is sent, so that no answer lies in a second place. */
export interface ViewRef {
  readonly view: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * The view of an edit that empties a message of somebody who has left. Its rows belong to no couple and no person, so
 * that they outlive both.
 */
export const EMPTIED = "emptied";

export interface OutboxRow {
  readonly id: string;
  /** Grows with each row; order within a chat and lane. */
  readonly seq: number;
  /** Unique among the rows that wait: a second row with the same key is not added. */
  readonly dedupe: string;
  /** `interactive`: somebody is waiting for it. `scheduled`: waits for quiet hours and for the others. */
  readonly lane: "interactive" | "scheduled";
  readonly to: Chat;
  readonly coupleId: CoupleId | null;
  /** Whose private message it is; null in a shared chat. */
  readonly personId: PersonId | null;
  readonly content: ViewRef;
  readonly operation: "send" | "edit" | "delete";
  /** For `edit` and `delete`. */
  readonly refs: readonly string[];
  readonly origin: string | null;
  readonly replace: boolean;
  /** Remember the delivered message under this purpose and round. */
  readonly track: { readonly purpose: string; readonly roundId: RoundId | null } | null;
  /** Not sent before; later rows of the chat may overtake it. */
  readonly notBefore: Instant;
  /** Waits after a failure; later rows of the chat and lane wait with it. */
  readonly retryAt: Instant;
  readonly attempts: number;
  /** Messages of the run that the platform has accepted. */
  readonly sentRefs: readonly string[];
  /** The form it is sent in; left out for the full one. Each is simpler than the one before. */
  readonly form?: SimplerForm;
  /** `parked`: until the chat can be reached again, or its reader is heard from. `dead`: an operator decides. */
  readonly state: "waiting" | "parked" | "dead";
  readonly deadReason: string | null;
  readonly createdAt: Instant;
}

export type NewOutboxRow = Pick<OutboxRow, "dedupe" | "lane" | "to" | "coupleId" | "personId" | "content"> &
  Partial<Pick<OutboxRow, "operation" | "refs" | "origin" | "replace" | "track" | "notBefore">> & {
    /** It changes or removes what is shown, and goes before every `send` to its chat. */
    readonly owed?: boolean;
  };

export interface Outbox {
  /** Assigns id and seq. Does nothing when a waiting row has the same `dedupe`. Returns the id or null. */
  add(row: NewOutboxRow, now: Instant): Promise<string | null>;
  byId(id: string): Promise<OutboxRow | null>;
  /**
   * Rows of one platform that may be sent now: per chat and lane the oldest waiting one with
   * `notBefore ≤ now`, unless a chat is in `busy` or an earlier row of that chat and lane is in
   * retry (`retryAt > now`). A row of which parts were sent comes before the others of its chat, and
   * holds back every other `send` there, in both lanes, until it is finished. Reveals first, then
   * what else is interactive, then by `seq`.
   */
  ready(platform: string, now: Instant, busy: ReadonlySet<string>, limit: number): Promise<readonly OutboxRow[]>;
  /** Of those the reveals alone. */
  readyReveals(platform: string, now: Instant, busy: ReadonlySet<string>, limit: number): Promise<readonly OutboxRow[]>;
  /** The earliest `notBefore` or `retryAt` after `now` among waiting rows of a platform, or null. */
  nextAt(platform: string, now: Instant): Promise<Instant | null>;
  /**
   * After the clock was set back by `back` ms (0: by nobody knows how much): what waits by the old clock after a
   * failure is brought forward by as much, and waits `longest` ms from `now` at most. What has an hour of its own
   * keeps it; one that is days away is asked again, because only a wrong clock sets such.
   */
  hasten(platform: string, now: Instant, back: number, longest: number): Promise<void>;
  /** Writes back `notBefore`, `retryAt`, `attempts`, `sentRefs`, `form`, `state`, `deadReason`, `to`, `operation`. */
  update(row: OutboxRow): Promise<void>;
  /** It is under way with the words of this moment: from now on the same `dedupe` makes a row of its own. */
  begin(id: string): Promise<void>;
  /**
   * Counts an attempt to draw the picture `key` of a row, before it is made. False, and nothing counted, when there
   * were `most` already, or when there is no such row.
   */
  beginDrawing(id: string, key: string, most: number): Promise<boolean>;
  /** The picture was drawn: its attempts are forgotten. */
  endDrawing(id: string, key: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Waiting and parked rows of a couple, of a round (by `content.params.roundId`), or both. */
  removeWhere(where: { readonly couple?: CoupleId; readonly round?: RoundId; readonly view?: string }): Promise<number>;
  /** Waiting and parked rows of a chat, in order. */
  ofChat(chat: Chat): Promise<readonly OutboxRow[]>;
  /** Waiting and parked rows of a round (by `content.params.roundId`), in order. */
  ofRound(round: RoundId): Promise<readonly OutboxRow[]>;
  /** Parks every waiting row of a chat. Edits and deletions among them become `owed`. */
  park(chat: Chat): Promise<void>;
  /**
   * Makes them due again: first what is owed there. `origin`: they can answer this event, which reaches its sender
   * also where the private chat is closed.
   */
  unpark(chat: Chat, origin?: string): Promise<void>;
  hasParked(chat: Chat): Promise<boolean>;
  dead(limit: number): Promise<readonly OutboxRow[]>;
  /** Whether a message was put aside for an operator, or one that was due before `before` still waits. */
  isStuck(before: Instant): Promise<boolean>;
  counts(): Promise<Readonly<Record<"interactive" | "scheduled" | "parked" | "dead", number>>>;
}

/** Stable key of a chat: order, busy set. */
export function chatKey(chat: Chat): string {
  return chat.kind === "private" ? `${chat.platform}:p:${chat.userId}` : `${chat.platform}:s:${chat.chatId}`;
}
