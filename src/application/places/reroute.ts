/** What cannot be shown in the shared chat goes to the two private chats, with the reason. */
import type { Place } from "../../domain/couple.ts";
import type { OutboxRow } from "../../ports/outbox.ts";
import { type Home, loadHome, type Work } from "../context.ts";
import { announcePrivately } from "../rounds/reveal.ts";
import { tell } from "../speak.ts";

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

/** Moves a row to the private chats; a reveal comes with `why`, a key of a line that says the reason. */
export async function reroute(work: Work, row: OutboxRow, why: string): Promise<void> {
  const home = row.coupleId === null ? null : await loadHome(work.tx, row.coupleId);
  if (home) {
    const { roundId } = row.content.params;
    const isReveal = row.content.view === "reveal" && typeof roundId === "string";
    const round = isReveal ? await work.tx.rounds.byId(roundId) : null;
    if (round) await announcePrivately(work, home, round, why);
    else await toPrivate(work, home, row);
    if (home.place && why === "third.reveal") await othersSee(work, home, home.place);
  }
  await takeAway(work, row);
  await work.tx.outbox.remove(row.id);
}

/** Others can see the place: both are told, once, that earlier reveals may be readable (rule 10). */
export async function othersSee(work: Work, home: Home, place: Place): Promise<void> {
  if (place.toldOthers) return;
  await work.tx.places.save({ ...place, toldOthers: true });
  const coupleId = home.couple.id;
  for (const person of [home.people.a, home.people.b]) {
    await tell(work, person, "line", { key: "third.joined" }, { coupleId, dedupe: `third:${place.id}:${person.id}` });
  }
}
