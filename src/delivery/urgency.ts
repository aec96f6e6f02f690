/** What goes first when not everything can. */
import type { OutboxRow } from "../ports/outbox.ts";

/** A message of several parts that has begun goes on before anything else begins. */
export const GOES_ON = 3;

/** Two people wait for a reveal: it waits for the platform's limit and for no other message. */
export function isUrgent(row: OutboxRow): boolean {
  return row.lane === "interactive" && row.content.view === "reveal";
}

/** More for what goes first: a reveal, then what one person waits for. */
export function urgency(row: OutboxRow): number {
  if (isUrgent(row)) return 2;
  return row.lane === "interactive" ? 1 : 0;
}
