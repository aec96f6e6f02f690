/** One row on its way: composed, guarded, delivered, and what became of it written down. */
import { MINUTE } from "../domain/ids.ts";
import type { Audience, Chat, ChatAdapter, Delivery, DeliveryResult, Retry } from "../ports/chat.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import type { Composed, Outgoing } from "../ports/outgoing.ts";
import type { Draw } from "../ports/pictures.ts";
import type { Store, Tx } from "../ports/store.ts";
import { drawn } from "./drawing.ts";
import type { Leave } from "./leaves.ts";

export interface SendParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly outgoing: Outgoing;
  readonly log: Log;
  readonly adapter: ChatAdapter;
  /** Waits for a place in the pace over all chats. */
  readonly token: () => Promise<void>;
  /** Resolves when a request of a row whose turn has come may leave. */
  readonly leave: () => Promise<Leave>;
  readonly draw: Draw;
  /** For metrics. */
  readonly onResult: (result: DeliveryResult["type"], row: OutboxRow) => void;
}

/**
 * What the lane learns from a row: nothing, because nothing was sent; that the platform answers; or what it asked
 * to wait for.
 */
export type After = { readonly type: "nothing" | "answered" } | Retry;

const NOTHING: After = { type: "nothing" };
const ANSWERED: After = { type: "answered" };
const ASK_AGAIN = { type: "retry", afterMs: 2_000, scope: "chat", heldBack: true } as const;
/** Waits between attempts grow up to this. */
export const LONGEST_BACKOFF = 5 * MINUTE;
/** A message with more text than this may need several parts, whose progress is kept. */
const MAY_SPLIT = 1500;

type Guard = NonNullable<Extract<Composed, { type: "message" }>["guard"]>;
type Sendable = Exclude<Composed, { type: "wait" } | { type: "drop" }>;

/** Composes a row as it is now; null when it waits, is dropped or is gone. */
async function prepare(parts: SendParts, id: string): Promise<{ row: OutboxRow; composed: Sendable } | null> {
  const { store, clock, outgoing } = parts;
  return store.transaction(async (tx) => {
    const row = await tx.outbox.byId(id);
    if (row?.state !== "waiting") return null;
    const composed = await outgoing.compose(tx, row, clock.now());
    if (composed.type === "drop") await tx.outbox.remove(row.id);
    else if (composed.type === "wait") await tx.outbox.update({ ...row, notBefore: composed.until });
    else return { row, composed };
    return null;
  });
}

async function deliveryOf({ draw }: SendParts, row: OutboxRow, composed: Sendable): Promise<Delivery> {
  const base = {
    id: row.id,
    to: row.to,
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.replace ? { replace: true } : {}),
  };
  if (composed.type === "delete") return { ...base, operation: { type: "delete", refs: row.refs } };
  const message = await drawn(draw, composed.message);
  if (row.operation === "edit") return { ...base, operation: { type: "edit", message, refs: editedRefs(row) } };
  return { ...base, operation: { type: "send", message, fromPart: row.sentRefs.length } };
}

/** An edit may have replaced or added parts before it failed: it goes on with those. */
function editedRefs(row: OutboxRow): readonly string[] {
  const parts = Math.max(row.refs.length, row.sentRefs.length);
  return Array.from({ length: parts }, (_, part) => row.sentRefs[part] ?? row.refs[part]).filter(
    (ref) => ref !== undefined,
  );
}

function maySplit(composed: Sendable): boolean {
  if (composed.type === "delete") return false;
  if (composed.message.blocks.some((b) => b.type === "media" || b.type === "picture")) return true;
  const length = composed.message.blocks.reduce((sum, b) => sum + ("text" in b ? b.text.length : 0), 0);
  return length > MAY_SPLIT || composed.message.blocks.some((b) => b.type === "file");
}

/** Sends one row. Throws only for bugs and for storage that is not there. */
export async function sendRow(parts: SendParts, id: string): Promise<After> {
  const prepared = await prepare(parts, id);
  if (!prepared) return NOTHING;
  const { row, composed } = prepared;
  const { outgoing, store, clock } = parts;
  const guard = composed.type === "message" ? composed.guard : null;
  if (guard) {
    const audience = await audienceOf(parts, guard);
    if (typeof audience === "object") return settle(parts, row, audience);
    // Cut off, by an end or a lost connection, it is no doubt about who is there: asked again later.
    if (audience === "unknown" && !parts.adapter.healthy()) {
      await settle(parts, row, ASK_AGAIN);
      return NOTHING;
    }
    if (audience !== "only-two") {
      await store.transaction((tx) => outgoing.reroute(tx, row, audience, clock.now()));
      return NOTHING;
    }
  }
  const { result, refs } = await deliver(parts, row, composed);
  parts.onResult(result.type, row);
  return settle(parts, { ...row, sentRefs: refs }, result);
}

/** What it asks of the platform counts like messages. */
async function audienceOf({ adapter, token, leave }: SendParts, { chatId, two }: Guard): Promise<Audience | Retry> {
  const requests = Array.from({ length: adapter.pace.perAudience ?? 0 });
  await Promise.all(requests.map(token));
  const leaves = await Promise.all(requests.map(leave));
  try {
    return await adapter.audience(chatId, two);
  } finally {
    for (const each of leaves) each.answered();
  }
}

/** Each part waits for its own turn and leave; when there may be several, what became of each is written down. */
async function deliver(parts: SendParts, row: OutboxRow, composed: Sendable) {
  const { adapter, token } = parts;
  const refs = [...row.sentRefs];
  const keep = maySplit(composed);
  const delivery = await deliveryOf(parts, row, composed);
  let leave = await parts.leave();
  let begun = false;
  try {
    const result = await adapter.deliver(delivery, async (index, ref) => {
      leave.answered();
      begun = true;
      refs[index] = ref;
      if (!keep) return;
      await surely(parts, (tx) => tx.outbox.update({ ...row, sentRefs: [...refs] }));
      await token();
      leave = await parts.leave();
    });
    // After the last part it is for one that there was not.
    if (result.type === "delivered" && begun) leave.unused();
    return { result, refs };
  } finally {
    leave.answered();
  }
}

async function settle(parts: SendParts, row: OutboxRow, result: DeliveryResult): Promise<After> {
  const { store, outgoing, clock, log } = parts;
  const now = clock.now();
  switch (result.type) {
    case "delivered":
      await surely(parts, (tx) => finish(tx, outgoing, row, now));
      return ANSWERED;
    case "retry":
      await surely(parts, (tx) => tx.outbox.update(again(row, result, now)));
      return result;
    case "unreachable":
      await surely(parts, async (tx) => {
        await tx.outbox.park(row.to);
        await outgoing.unreachable(tx, row, result.why, now);
      });
      return ANSWERED;
    case "migrated":
      await surely(parts, (tx) => moveChat(tx, row.to, result.toChatId));
      return ANSWERED;
    case "rejected":
      // A person's message that the bot may not delete there: whoever asked for it knows that it may stay.
      if (row.operation === "delete") {
        await surely(parts, (tx) => tx.outbox.remove(row.id));
        log.warn("a message could not be deleted", { platform: row.to.platform, id: row.id, code: result.reason });
        return ANSWERED;
      }
      await store.transaction((tx) => tx.outbox.update({ ...row, state: "dead", deadReason: result.reason }));
      log.error("the platform rejected a message", {
        platform: row.to.platform,
        view: row.content.view,
        id: row.id,
        code: result.reason,
      });
      return ANSWERED;
  }
}

function again(row: OutboxRow, result: Retry, now: number): OutboxRow {
  if (result.heldBack) return { ...row, retryAt: now + result.afterMs };
  const backoff = Math.min(LONGEST_BACKOFF, 1000 * 2 ** Math.min(row.attempts, 9));
  return { ...row, attempts: row.attempts + 1, retryAt: now + Math.max(result.afterMs, backoff) };
}

async function finish(tx: Tx, outgoing: Outgoing, row: OutboxRow, now: number): Promise<void> {
  await tx.outbox.remove(row.id);
  if (row.track && row.operation !== "delete") {
    for (const [part, ref] of row.sentRefs.entries()) {
      const { purpose, roundId } = row.track;
      await tx.messages.add({ chat: row.to, ref, purpose, roundId, personId: row.personId, part, at: now });
    }
  }
  // What an edit has replaced or taken away is no message of ours any more.
  const told = row.operation === "delete" || (row.operation === "edit" && row.sentRefs.length > 0);
  const gone = told ? row.refs.filter((ref) => !row.sentRefs.includes(ref)) : [];
  for (const ref of gone) await tx.messages.remove(row.to, ref);
  await outgoing.delivered(tx, row, row.sentRefs, now);
}

function moveChat(tx: Tx, chat: Chat, toChatId: string): Promise<void> {
  return chat.kind === "shared" ? tx.places.migrate(chat.platform, chat.chatId, toChatId) : Promise.resolve();
}

/**
 * What the platform has done cannot be undone, so writing it down is tried until it works: otherwise
 * the same message would be sent again.
 */
async function surely(parts: SendParts, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await parts.store.transaction(work);
      return;
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      if (name !== "StoreUnavailable" || attempt > 600) throw error;
      parts.log.warn("a delivery could not be written down yet", { error: name, attempt });
      await new Promise((resolve) => setTimeout(resolve, Math.min(1000, 50 * attempt)));
    }
  }
}
