/** Rows that could not be sent for a bug in composing or storing: tried again, and put aside when they keep failing. */
import { HOUR } from "../domain/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { OutboxRow } from "../ports/outbox.ts";
import type { Store } from "../ports/store.ts";

/** It is tried this often before the row is put aside. */
const ATTEMPTS = 3;
const LONGEST_WAIT = HOUR;

export class Bugs {
  readonly #parts: { readonly store: Store; readonly clock: Clock; readonly log: Log };
  readonly #failures = new Map<string, number>();

  constructor(parts: { readonly store: Store; readonly clock: Clock; readonly log: Log }) {
    this.#parts = parts;
  }

  /** The row with this id was sent after all, or had no need to be. */
  forget(id: string): void {
    this.#failures.delete(id);
  }

  /** Writes down when the row is tried again. Storage that is not there counts as nobody's fault. Rejects when it is not. */
  async failed(row: OutboxRow, error: unknown): Promise<void> {
    const { log, store, clock } = this.#parts;
    const name = error instanceof Error ? error.name : "unknown";
    log.error("a row could not be sent", { view: row.content.view, id: row.id, error: name });
    const unavailable = name === "StoreUnavailable";
    const failures = unavailable ? 0 : (this.#failures.get(row.id) ?? 0) + 1;
    if (failures > 0) this.#failures.set(row.id, failures);
    const given = failures >= ATTEMPTS;
    if (given) this.#failures.delete(row.id);
    const retryAt = clock.now() + Math.min(LONGEST_WAIT, 1000 * 4 ** failures);
    const change = given ? { state: "dead" as const, deadReason: `bug ${name}` } : { retryAt };
    await store.transaction(async (tx) => {
      // As it is now: parts may have been sent, and the chat moved, since it was taken.
      const now = await tx.outbox.byId(row.id);
      if (now?.state === "waiting") await tx.outbox.update({ ...now, ...change });
    });
  }
}
