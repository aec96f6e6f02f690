/** What became of a row that was tried: written down, together with what follows from it. */
import { MINUTE } from "../domain/ids.ts";
import type { DeliveryResult, Retry } from "../ports/chat.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import type { Outgoing, Rejection } from "../ports/outgoing.ts";
import type { Store, Tx } from "../ports/store.ts";

export interface SettleParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly outgoing: Outgoing;
  readonly log: Log;
}

/**
 * What the lane learns from a row: nothing, because nothing was sent; that the platform answers; or what it asked
 * to wait for.
 */
export type After = { readonly type: "nothing" | "answered" } | Retry;

const ANSWERED: After = { type: "answered" };
/** Waits between attempts grow up to this. */
export const LONGEST_BACKOFF = 5 * MINUTE;

/** Writes down what became of a row. Throws only for bugs and for storage that is not there. */
export async function settle(parts: SettleParts, row: OutboxRow, result: DeliveryResult): Promise<After> {
  const { outgoing, clock } = parts;
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
        if (row.operation === "send" && row.sentRefs.length > 0) await tx.outbox.update(row);
        await tx.outbox.park(row.to);
        await outgoing.unreachable(tx, row, result.why, now);
      });
      return ANSWERED;
    case "migrated":
      await surely(parts, (tx) => outgoing.migrated(tx, row.to, result.toChatId, now));
      return ANSWERED;
    case "rejected":
      return rejected(parts, row, result);
  }
}

/** Nothing that somebody counts on ends here without a word; what ends at all is the operator's to look at. */
async function rejected(parts: SettleParts, row: OutboxRow, rejection: Rejection): Promise<After> {
  const { store, outgoing, clock, log } = parts;
  const fate = await store.transaction((tx) => outgoing.refused(tx, row, rejection, clock.now()));
  const fields = { platform: row.to.platform, view: row.content.view, id: row.id, code: rejection.reason };
  if (fate === "dead") log.error("the platform rejected a message", fields);
  else if (row.operation === "delete") log.warn("a message could not be deleted", fields);
  else log.warn("the platform did not take a message", { ...fields, state: fate });
  return ANSWERED;
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

/**
 * What the platform has done cannot be undone, so writing it down is tried until it works: otherwise
 * the same message would be sent again.
 */
export async function surely(
  parts: Pick<SettleParts, "store" | "log">,
  work: (tx: Tx) => Promise<unknown>,
): Promise<void> {
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
