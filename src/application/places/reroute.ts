/** What cannot be shown in the shared chat goes to the two private chats, with the reason. */
import type { Place } from "../../domain/couple.ts";
import { type Exposure, isNews } from "../../domain/exposure.ts";
import type { Audience } from "../../ports/chat.ts";
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
  }
  await takeAway(work, row);
  await work.tx.outbox.remove(row.id);
}

/** Moves a row for what was found out about who can see the shared chat. */
export async function movedFor(work: Work, row: OutboxRow, audience: Audience): Promise<void> {
  const known = audience === "only-two" || audience === "unknown" ? null : audience;
  const home = row.coupleId === null ? null : await loadHome(work.tx, row.coupleId);
  await reroute(work, row, known === null ? "third.unsure" : `third.reveal.${known}`);
  if (home?.place && known !== null) await isExposed(work, home, home.place, known);
}

/** The place is not the two's alone: both are told, once for each cause that is news (rule 10). */
export async function isExposed(work: Work, home: Home, place: Place, exposure: Exposure): Promise<void> {
  if (place.exposure === exposure || !isNews(place.exposure, exposure)) return;
  await work.tx.places.save({ ...place, exposure });
  const coupleId = home.couple.id;
  for (const person of [home.people.a, home.people.b]) {
    const dedupe = `third:${exposure}:${place.id}:${person.id}`;
    await tell(work, person, "exposed", { exposure, placeId: place.id }, { coupleId, dedupe });
  }
}
