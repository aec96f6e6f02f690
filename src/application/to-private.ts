/** From the shared chat to the private ones, and what of a message must not stay behind. */
import type { OutboxRow } from "../ports/outbox.ts";
import type { Home, Work } from "./context.ts";
import { tell } from "./speak.ts";

/** The same message to both private chats instead of the shared one. */
export async function toPrivate(work: Work, home: Home, row: OutboxRow): Promise<void> {
  for (const person of [home.people.a, home.people.b]) {
    const { lane, track, notBefore } = row;
    const options = {
      lane,
      notBefore,
      coupleId: home.couple.id,
      dedupe: `${row.dedupe}:${person.id}`,
      ...(track ? { track } : {}),
    };
    await tell(work, person, row.content.view, row.content.params, options);
  }
}

/**
 * Removes the parts of a run that were sent before the rest was refused: one half alone is never shown (rule 2). It
 * goes before anything else in that chat, and waits while the chat is out of reach.
 */
export async function takeAway(work: Work, row: OutboxRow): Promise<void> {
  if (row.operation !== "send" || row.sentRefs.length === 0) return;
  const { roundId } = row.content.params;
  await work.tx.outbox.add(
    {
      dedupe: `begun:${row.sentRefs[0]}:${row.id}`,
      lane: "interactive",
      to: row.to,
      coupleId: row.coupleId,
      personId: row.personId,
      content: { view: "none", params: { why: "begun", ...(typeof roundId === "string" ? { roundId } : {}) } },
      operation: "delete",
      refs: row.sentRefs,
      owed: true,
    },
    work.now,
  );
}
